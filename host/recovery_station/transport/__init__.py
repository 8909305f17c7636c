"""Ways to reach a station: a serial port, or the virtual station inside this process."""
