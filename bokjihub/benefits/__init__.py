"""Benefit screenings of a household, by engines.benefits."""
