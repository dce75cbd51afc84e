"""Who did what, saw whom and why: append-only, chained per actor, sealed."""
