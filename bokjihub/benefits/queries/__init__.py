"""Reads of benefits, by noun: facts, ways (how one applies), asking, screening, applications, household, missing."""
