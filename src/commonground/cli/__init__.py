"""The command line: translate, make one call, translate back."""

from commonground.cli.program import app, main

__all__ = ["app", "main"]
