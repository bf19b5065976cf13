"""The audit: an event for each piece of work, sealed into a chain when the work is done."""
