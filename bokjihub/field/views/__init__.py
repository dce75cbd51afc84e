"""Pages of the field door."""
