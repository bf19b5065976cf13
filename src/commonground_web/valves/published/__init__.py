"""Valve V0: the public tables of the Commons, as the other rooms hold a copy of them."""
