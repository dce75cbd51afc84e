"""Pages of resources, one module a subject."""
