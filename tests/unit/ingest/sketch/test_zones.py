"""Time zones and metres of known cities."""

import pytest

from commonground.ingest.sketch.zones import metres, time_zone


@pytest.mark.parametrize(
    ("longitude", "latitude", "zone"),
    [
        (-122.42, 37.77, "America/Los_Angeles"),
        (-115.14, 36.17, "America/Los_Angeles"),
        (-111.93, 33.41, "America/Phoenix"),
        (-110.97, 32.22, "America/Phoenix"),
        (-116.20, 43.62, "America/Boise"),
        (-104.99, 39.74, "America/Denver"),
        (-106.49, 31.76, "America/Denver"),
        (-101.85, 33.58, "America/Chicago"),
        (-102.37, 31.85, "America/Chicago"),
        (-90.20, 38.63, "America/Chicago"),
        (-87.65, 41.85, "America/Chicago"),
        (-87.91, 43.04, "America/Chicago"),
        (-86.78, 36.16, "America/Chicago"),
        (-86.80, 33.52, "America/Chicago"),
        (-86.16, 39.77, "America/New_York"),
        (-85.76, 38.25, "America/New_York"),
        (-84.39, 33.75, "America/New_York"),
        (-83.05, 42.33, "America/New_York"),
        (-73.99, 40.73, "America/New_York"),
        (-71.06, 42.36, "America/New_York"),
        (-149.90, 61.22, "America/Anchorage"),
        (-157.86, 21.31, "Pacific/Honolulu"),
        (-66.11, 18.47, "America/Puerto_Rico"),
        (-0.13, 51.51, None),
        (-100.32, 25.67, None),
        (151.21, -33.87, None),
    ],
)
def test_tells_the_time_zone(longitude: float, latitude: float, zone: str | None) -> None:
    assert time_zone(longitude, latitude) == zone


@pytest.mark.parametrize(
    ("longitude", "latitude", "crs"),
    [
        (-122.42, 37.77, "EPSG:26910"),
        (-90.20, 38.63, "EPSG:26915"),
        (-157.86, 21.31, "EPSG:26904"),
        (-0.13, 51.51, "EPSG:32630"),
        (151.21, -33.87, "EPSG:32756"),
        (180.0, 10.0, "EPSG:32660"),
    ],
)
def test_tells_the_utm_zone(longitude: float, latitude: float, crs: str) -> None:
    assert metres(longitude, latitude) == crs
