"""Reads about counselling: what is known, what the record says in the official order, market days."""
