"""Bokji Hub (복지허브): find, visit, counsel, connect, follow through, report."""
