"""Changes to forms, measurements, flags and limits."""
