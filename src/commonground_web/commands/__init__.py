"""What the workspace adds to the command line: `up`, `tick`, `room` and `audit`."""
