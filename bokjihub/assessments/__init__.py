"""Forms and instruments, versioned, with answers and red flags."""
