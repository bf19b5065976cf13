"""Scan statistics: circles, and cylinders in space and time, with more cases than chance gives."""

from commonground.numerics.scan.clusters import Cluster, Scan
from commonground.numerics.scan.options import ScanOptions
from commonground.numerics.scan.space_time import space_time_permutation_scan
from commonground.numerics.scan.spatial import bernoulli_scan, poisson_scan
from commonground.numerics.scan.windows import Windows

__all__ = [
    "Cluster",
    "Scan",
    "ScanOptions",
    "Windows",
    "bernoulli_scan",
    "poisson_scan",
    "space_time_permutation_scan",
]
