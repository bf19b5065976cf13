"""Zones: which time zone and which system of metres a city lies in."""

from __future__ import annotations

UNITED_STATES = (-125.0, 24.4, -66.9, 49.4)
ALASKA = (-170.0, 54.0, -129.9, 71.5)
HAWAII = (-160.6, 18.8, -154.7, 22.4)
PUERTO_RICO = (-67.4, 17.8, -65.2, 18.6)

EXCEPTIONS = (
    ((-124.8, 24.4, -106.5, 31.3), None),  # Mexico, west of El Paso
    ((-106.5, 24.4, -99.3, 25.8), None),  # Mexico, south of Texas
    ((-114.8, 31.3, -109.05, 37.0), "America/Phoenix"),
    ((-117.03, 42.0, -114.0, 45.5), "America/Boise"),
    ((-114.1, 37.0, -114.0, 42.0), "America/Denver"),
    ((-103.04, 25.8, -101.9, 36.5), "America/Chicago"),  # Texas but for El Paso
    ((-104.9, 25.8, -103.04, 32.0), "America/Chicago"),
    ((-85.2, 24.4, -66.9, 35.0), "America/New_York"),  # Georgia and Florida
    ((-86.0, 35.0, -66.9, 38.0), "America/New_York"),  # Tennessee and Kentucky
    ((-87.52, 38.0, -66.9, 41.0), "America/New_York"),  # Indiana
    ((-86.9, 41.0, -66.9, 41.8), "America/New_York"),
    ((-87.55, 41.8, -66.9, 49.4), "America/New_York"),  # Michigan
)
"""Boxes whose time is not that of their longitude; the first that holds a point decides."""

BY_LONGITUDE = (
    (-114.0, "America/Los_Angeles"),
    (-102.0, "America/Denver"),
    (-66.9, "America/Chicago"),
)
"""Eastern limits of the time zones of the United States, about; the boxes above correct them."""

BEYOND = (
    (ALASKA, "America/Anchorage"),
    (HAWAII, "Pacific/Honolulu"),
    (PUERTO_RICO, "America/Puerto_Rico"),
)

Box = tuple[float, float, float, float]


def time_zone(longitude: float, latitude: float) -> str | None:
    """Return the time zone of a place in the United States, about; nothing elsewhere.

    Parameters
    ----------
    longitude, latitude
        In degrees.
    """
    for box, zone in BEYOND:
        if _holds(box, longitude, latitude):
            return zone
    if not _holds(UNITED_STATES, longitude, latitude):
        return None
    for box, exception in EXCEPTIONS:
        if _holds(box, longitude, latitude):
            return exception
    return next(zone for limit, zone in BY_LONGITUDE if longitude <= limit)


def metres(longitude: float, latitude: float) -> str:
    """Return the UTM zone of a place: NAD83 in the United States, WGS 84 elsewhere.

    Parameters
    ----------
    longitude, latitude
        In degrees.
    """
    number = min(60, int((longitude + 180) // 6) + 1)
    if time_zone(longitude, latitude) is not None:
        return f"EPSG:269{number:02d}"
    return f"EPSG:{'326' if latitude >= 0 else '327'}{number:02d}"


def _holds(box: Box, longitude: float, latitude: float) -> bool:
    return box[0] <= longitude <= box[2] and box[1] <= latitude <= box[3]
