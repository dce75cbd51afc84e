"""Reads about visits: who can go, the day in order, what a page shows."""
