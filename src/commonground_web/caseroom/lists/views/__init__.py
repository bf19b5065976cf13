"""The pages of lists, their checks and their candidates."""
