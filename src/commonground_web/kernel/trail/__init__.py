"""The audit trail as people read it: what was done in a room, by whom, when and what for."""
