"""Pages of benefits: screening and leaflet, applications, who is missing what."""
