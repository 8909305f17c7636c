"""Hazards, requirements, limits and tests: read, compared, and written down as one matrix."""
