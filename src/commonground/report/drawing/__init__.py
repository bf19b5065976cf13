"""What figures are made of: panels, the time axis, colours, and the words that go with them."""
