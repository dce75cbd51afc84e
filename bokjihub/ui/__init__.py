"""Components, base pages, print styles. No domain words."""
