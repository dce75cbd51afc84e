"""Who goes where, in what order."""
