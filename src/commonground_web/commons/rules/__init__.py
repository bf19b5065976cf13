"""The rules of a site, as the case room signed them, for everyone to read."""
