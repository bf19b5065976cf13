"""Rooms whose clocks a test puts forward while they are open."""
