"""The service directory: who helps with what, where, and for how many there is room."""
