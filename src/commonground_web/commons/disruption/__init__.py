"""A supply about to be disrupted: the operation, who is told, who goes out, and the weeks after."""
