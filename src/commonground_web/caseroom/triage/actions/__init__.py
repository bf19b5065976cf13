"""What is done to weigh a case."""
