"""Verbs of the roll-out: the hub and its cars. Import by full path."""
