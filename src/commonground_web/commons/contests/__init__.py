"""Contests of being listed on their way to the case room: chosen by name, sent as codes."""
