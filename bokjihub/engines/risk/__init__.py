"""Reading signals: points with reasons that add up."""
