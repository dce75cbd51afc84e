"""Whole work-flows as a person meets them: a real server on its own data folder, a real browser, HTTP forms only."""
