"""Visits by two: who goes, with whom, when, in what order, with what result."""
