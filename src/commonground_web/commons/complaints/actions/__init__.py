"""What is done to complaints: by whoever makes them, and by oversight."""
