"""Agencies that take part, and the agreements that let their people in."""
