"""The Commons: what everyone may stand on, and complaints."""
