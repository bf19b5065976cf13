"""Complaints: anyone may make one, oversight answers it."""
