"""Classes, screening campaigns, trips, village service days."""
