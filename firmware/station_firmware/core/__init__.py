"""Therapy, interlocks and the gate: pure functions of readings and the time handed in."""
