"""Planted faults: each is a small wrong change of the product that some test must notice."""
