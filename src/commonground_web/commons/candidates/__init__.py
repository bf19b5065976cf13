"""Candidates: whom the case room releases for a call-in, with as little as an invitation takes."""
