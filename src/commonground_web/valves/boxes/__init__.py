"""The outbox and the inbox of a room, and what came of each message."""
