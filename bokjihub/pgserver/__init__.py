"""The database of the office: found by address, or started and watched as our own child.

`address` says where the database is and how Django reaches it; importing it starts nothing. `server` keeps one
PostgreSQL for all processes of one data folder. `backup` copies the office away and brings it back.
Stands on nothing; knows no domain.
"""
