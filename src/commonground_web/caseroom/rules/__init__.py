"""The rules that both sides signed, for everyone to read: told to the Commons, and as a file."""
