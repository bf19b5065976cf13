"""The list of candidates of a site: checked for disparity, locked by two, and released by two."""
