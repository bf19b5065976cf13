"""What clients say they need, and what they set out to do."""
