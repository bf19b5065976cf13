"""Text that is sealed in the database, and the room's keys that open it."""
