"""The pages of complaints: those that everyone may open, and those of oversight."""
