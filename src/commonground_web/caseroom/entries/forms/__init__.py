"""What people fill in about entries; what the state of things refuses, the actions refuse."""
