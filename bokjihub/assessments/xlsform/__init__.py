"""XLSForm as towns write it: read, checked with the cell that is wrong, compiled, judged. Knows no database."""
