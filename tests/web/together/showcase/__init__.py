"""A page that shows every part that pages are made of, to be looked at in a browser."""
