"""The pages of what comes of a call-in."""
