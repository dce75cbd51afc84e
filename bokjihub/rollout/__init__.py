"""복지허브화: plan and actual, staffing. No household data."""
