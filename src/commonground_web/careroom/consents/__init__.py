"""What clients allow to be told to whom, and what was told."""
