"""What changes with devices: setting up, giving out the day, taking in what was written, deciding what clashed."""
