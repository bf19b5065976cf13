"""Sign-in: with two factors, for as long as somebody is there, and never twice for nothing."""
