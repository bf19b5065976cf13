"""Waiting: what waits for somebody, on one page; and a mail that says that something does."""
