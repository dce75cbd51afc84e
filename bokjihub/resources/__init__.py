"""Providers, services, links to them, and the double-entry ledger of goods."""
