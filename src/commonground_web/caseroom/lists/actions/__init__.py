"""What is done to lists, their checks and their candidates."""
