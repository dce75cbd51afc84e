"""Reads about forms, measurements and flags."""
