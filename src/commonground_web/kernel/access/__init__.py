"""Who may do what: roles as data, exposures of views, and the gate that all requests pass."""
