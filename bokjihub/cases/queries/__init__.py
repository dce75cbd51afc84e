"""Reads of case management, one module a subject. Import by full path."""
