"""What may be said by a valve: one closed schema a kind, and no free text."""
