"""The door for files and other systems."""
