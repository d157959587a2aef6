"""British National Grid to longitude and latitude, good to about five metres: enough for ward shapes and small areas.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B (Helmert) and C (the projection).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Airy 1830 and WGS84: semi-major and semi-minor axis, metres.
_AIRY, _WGS84 = (6_377_563.396, 6_356_256.909), (6_378_137.0, 6_356_752.314245)
#: The grid: scale on the central meridian, true origin (radians), its eastings and northings.
_F0, _LAT0, _LON0, _E0, _N0 = 0.9996012717, np.radians(49.0), np.radians(-2.0), 400_000.0, -100_000.0
#: OSGB36 to WGS84: shifts in metres, scale in parts per million, rotations in seconds of arc.
_SHIFT, _SCALE, _TURN = (446.448, -125.157, 542.060), -20.4894e-6, (0.1502, 0.2470, 0.8421)


def lonlat(easting: Any, northing: Any) -> tuple[Floats, Floats]:
    """Longitude and latitude (WGS84, degrees) of grid references in metres."""
    lat, lon = _unprojected(np.asarray(easting, float), np.asarray(northing, float))
    x, y, z = _cartesian(lat, lon)
    rx, ry, rz = (np.radians(seconds / 3600) for seconds in _TURN)
    s = 1 + _SCALE
    tx, ty, tz = _SHIFT
    moved = (tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z)
    return _geodetic(*moved)


def _unprojected(easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """Annex C.2: eastings and northings to latitude and longitude on the Airy ellipsoid (radians)."""
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    lat = _LAT0 + (northing - _N0) / (a * _F0)
    for _ in range(6):
        lat = lat + (northing - _N0 - _meridian(lat)) / (a * _F0)
    sin2 = np.sin(lat) ** 2
    nu = a * _F0 / np.sqrt(1 - e2 * sin2)
    rho = a * _F0 * (1 - e2) / (1 - e2 * sin2) ** 1.5
    eta2 = nu / rho - 1
    t, sec = np.tan(lat), 1 / np.cos(lat)
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t**2)
    xii = sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4)
    d = easting - _E0
    return lat - vii * d**2 + viii * d**4 - ix * d**6, _LON0 + x * d - xi * d**3 + xii * d**5


def _meridian(lat: Floats) -> Floats:
    """The developed arc of the meridian from the true origin (annex C, equation 3)."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    minus, plus = lat - _LAT0, lat + _LAT0
    arc: Floats = (
        b
        * _F0
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * minus
            - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(minus) * np.cos(plus)
            + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * minus) * np.cos(2 * plus)
            - 35 / 24 * n**3 * np.sin(3 * minus) * np.cos(3 * plus)
        )
    )
    return arc


def _cartesian(lat: Floats, lon: Floats) -> tuple[Floats, Floats, Floats]:
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    return nu * np.cos(lat) * np.cos(lon), nu * np.cos(lat) * np.sin(lon), (1 - e2) * nu * np.sin(lat)


def _geodetic(x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Annex B.2: cartesian to longitude and latitude on WGS84, in degrees."""
    a, b = _WGS84
    e2 = 1 - (b / a) ** 2
    p = np.hypot(x, y)
    lat = np.arctan2(z, p * (1 - e2))
    for _ in range(4):
        nu = a / np.sqrt(1 - e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + e2 * nu * np.sin(lat), p)
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)
