"""The case room: names with documented basis, and what is decided about them."""
