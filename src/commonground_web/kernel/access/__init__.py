"""Who may do what: roles as data, the exposure of each view, and the gate that all requests pass."""
