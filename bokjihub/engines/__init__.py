"""Pure Python: no Django, no database, values in, values out."""
