"""Pages about counselling."""
