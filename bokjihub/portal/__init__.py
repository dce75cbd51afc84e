"""The door for residents, neighbours and agencies with a link."""
