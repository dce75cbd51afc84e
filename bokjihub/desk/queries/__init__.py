"""Reads that combine domains: Today, the search, the household page, the review of the record."""
