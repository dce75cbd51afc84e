"""People who log in, posts with dates, assignments, and the one access decision."""
