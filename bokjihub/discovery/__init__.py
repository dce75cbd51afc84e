"""Signals, the household's worry (WorkItem), contact attempts, the locate list."""
