"""An intervention, as the other rooms than the Commons know it: from what was published alone."""
