"""Circuits as data: read from hardware/circuit, made into netlists for ngspice, tried with one fault at a time."""
