"""What runs of the library say about a site: brought in as drafts, published by a second look."""
