"""The door of the demo: whoever comes to a room of the demo goes in as one of its people."""
