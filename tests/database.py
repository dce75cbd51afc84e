"""Loaded before Django's settings (`-p tests.database`): tests connect as a member of owner and application role."""

import os

os.environ.setdefault("BOKJIHUB_DB_ROLE", "test")
os.environ.setdefault("BOKJIHUB_MODE", "demo")
