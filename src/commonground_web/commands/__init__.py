"""What the workspace adds to the command line: `up`, `tick`, `publish`, `room` and `audit`."""
