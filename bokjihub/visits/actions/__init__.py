"""What changes about visits: planned, gone to, recorded."""
