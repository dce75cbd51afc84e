"""Settings, root URLs and WSGI entry. One settings file; importing it starts nothing."""
