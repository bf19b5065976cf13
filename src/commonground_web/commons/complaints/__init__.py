"""Complaints: anyone may make one, or contest a list; oversight answers, another hears appeals."""
