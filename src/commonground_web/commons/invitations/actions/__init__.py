"""What is done to invite candidates: holds, letters, deliveries, and another day."""
