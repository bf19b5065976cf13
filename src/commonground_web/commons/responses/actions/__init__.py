"""What is done at a call-in and after it."""
