"""Drivers: the only importers of `machine`."""
