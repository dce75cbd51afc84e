"""Changes of discovery, one module a step: report, files, identity, work_open; work, contact, closing. Import by full path."""
