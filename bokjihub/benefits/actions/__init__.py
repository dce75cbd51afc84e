"""Changes of benefits, by noun: facts and screenings, applications, the night."""
