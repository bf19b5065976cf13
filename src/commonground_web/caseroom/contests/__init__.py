"""Contests of being listed: they freeze an entry until two persons of two sides have answered."""
