"""Finds or supervises PostgreSQL. Never started by importing settings."""
