"""기한: due dates with their basis. Computes and shows, never blocks."""
