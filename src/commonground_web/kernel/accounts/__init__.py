"""Accounts of one room: who may sign in, and which roles they hold for whom."""
