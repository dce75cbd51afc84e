"""Pages about health and forms."""
