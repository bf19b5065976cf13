"""The care room: people who are helped, and what they need."""
