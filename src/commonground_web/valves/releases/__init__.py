"""Counts that leave a room: counted by its clock, drafted by one, checked by two others, sent."""
