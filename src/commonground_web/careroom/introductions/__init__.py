"""People who agreed in the Commons to be put in touch with a provider."""
