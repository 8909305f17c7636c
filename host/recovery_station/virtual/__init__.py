"""The virtual station: unmodified firmware on a real MicroPython, a simulated board, the plant behind its pins."""
