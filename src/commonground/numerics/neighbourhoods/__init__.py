"""Neighbourhoods: what stands out beside its neighbours, against the exact permutation null."""
