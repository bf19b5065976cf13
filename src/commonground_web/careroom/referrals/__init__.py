"""Clients sent on to a service, until it is known what became of it."""
