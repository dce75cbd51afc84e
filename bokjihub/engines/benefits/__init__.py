"""Law as code: exact, dated, explained."""
