"""The synthetic towns. Only invented people; every screen made from them says so."""
