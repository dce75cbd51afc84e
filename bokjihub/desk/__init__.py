"""The officers' door: Today, search, the household page. Combines domains, owns only drafts."""
