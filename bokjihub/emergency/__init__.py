"""긴급복지지원 (emergency aid): grant first, check after, with every statutory clock."""
