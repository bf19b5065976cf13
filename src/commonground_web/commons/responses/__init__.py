"""Responses: who came, who is followed up, who gave an agreement, who asked for help."""
