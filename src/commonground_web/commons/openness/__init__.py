"""What everyone may see of a site: nothing, until two persons have opened its page."""
