"""How long records are kept: what a site keeps shorter, and reviews that retain a record."""
