"""The pages of operations, notices and outreach."""
