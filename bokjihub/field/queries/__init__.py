"""Reads of the field door: the day pack, what waits for a decision, whose devices are out."""
