"""Invitations: who is invited, safe conduct for each of them, and letters that reach them."""
