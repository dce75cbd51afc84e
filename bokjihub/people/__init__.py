"""Households, persons, consent, safety notes, identity and search."""
