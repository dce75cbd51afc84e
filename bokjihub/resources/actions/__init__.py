"""Changes of resources, one module a subject. Import by full path."""
