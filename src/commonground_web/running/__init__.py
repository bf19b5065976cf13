"""Rooms as they run: a server and the clocks of each, as processes of their own."""
