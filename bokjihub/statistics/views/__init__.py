"""What a browser asks of 현황: reports, tables that were closed, questions one builds, the city and the province on a day."""
