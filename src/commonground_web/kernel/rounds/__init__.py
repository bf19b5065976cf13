"""Rounds: what a clock does once a day, over records about persons, in one event."""
