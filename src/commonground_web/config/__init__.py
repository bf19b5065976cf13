"""Settings and addresses: one face a room."""
