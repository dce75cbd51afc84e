"""Forms of discovery, one module a step. Import by full path."""
