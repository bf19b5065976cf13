"""What is done to a plan: each action is permitted, whole, and leaves its trace."""
