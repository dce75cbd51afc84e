"""Pages of case management, one module a step. Import by full path."""
