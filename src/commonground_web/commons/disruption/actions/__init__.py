"""What is done to operations, notices and outreach plans."""
