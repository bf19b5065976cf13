"""Turning a room's keys while it is in use."""
