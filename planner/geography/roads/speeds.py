"""How fast each kind of road is, and who may use it. Assumptions, each with where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KILOMETRES_IN_MILE = 1.609344
WALK_METRES_PER_MINUTE = 80.0
"""Walking speed, 4.8 kilometres an hour: the usual planning figure for adults; assumed."""

DRIVE_KMH: Mapping[str, float] = {
    "motorway": 100.0,
    "trunk": 80.0,
    "primary": 55.0,
    "secondary": 50.0,
    "tertiary": 42.0,
    "unclassified": 32.0,
    "residential": 27.0,
    "road": 27.0,
    "living_street": 12.0,
    "service": 15.0,
}
"""Speed without traffic where no limit is written, by OSM's class of road. [km/h]"""

SHARE_OF_LIMIT = 0.8
"""Share of a written limit that is driven in free flow."""

JUNCTION_SECONDS = 0.5
"""Lost at each junction passed. Fitted, with the next, so that free-flow minutes on Newport's
roads agree with a routing engine that knows each turn."""

SIGNAL_SECONDS = 2.0
"""Lost at each set of traffic lights passed."""

WALK_ONLY = frozenset(
    {"footway", "path", "pedestrian", "steps", "bridleway", "track", "cycleway", "corridor"}
)
NO_WALK = frozenset({"motorway", "trunk"})
"""Roads on which nobody can be asked to walk. Whether the others are safe is not known."""

MAIN = frozenset({"motorway", "trunk", "primary", "secondary"})

_CLOSED = frozenset({"no", "private", "agricultural", "forestry", "military"})
_OPEN = frozenset({"yes", "designated", "permissive", "destination", "customers"})


@dataclass(frozen=True, slots=True)
class Use:
    """How one road may be used."""

    drive_kmh: float
    """0 where cars may not go."""
    forward: bool
    backward: bool
    walk: bool
    is_main: bool


def use_of(tags: Mapping[str, str]) -> Use | None:
    """Read how a road may be used from its OSM tags; None where nobody may."""
    kind = tags.get("highway", "").removesuffix("_link")
    speed = _drive_kmh(kind, tags)
    walk = _may_walk(kind, tags)
    if speed == 0 and not walk:
        return None
    forward, backward = _directions(kind, tags)
    return Use(speed, forward, backward, walk, kind in MAIN)


def _drive_kmh(kind: str, tags: Mapping[str, str]) -> float:
    if kind not in DRIVE_KMH or _closed(tags, "motorcar", "motor_vehicle", "vehicle", "access"):
        return 0.0
    limit = limit_kmh(tags.get("maxspeed", ""))
    return DRIVE_KMH[kind] if limit is None else SHARE_OF_LIMIT * limit


def _may_walk(kind: str, tags: Mapping[str, str]) -> bool:
    if kind in NO_WALK or kind not in WALK_ONLY | DRIVE_KMH.keys():
        return False
    if kind == "cycleway" and "foot" not in tags:
        return tags.get("access") not in _CLOSED
    return not _closed(tags, "foot", "access")


def _closed(tags: Mapping[str, str], *keys: str) -> bool:
    """Say whether the first of the tags that speaks closes the road."""
    for key in keys:
        if (said := tags.get(key)) in _CLOSED:
            return True
        if said in _OPEN:
            return False
    return False


def _directions(kind: str, tags: Mapping[str, str]) -> tuple[bool, bool]:
    oneway = tags.get("oneway", "")
    if oneway == "-1":
        return False, True
    implied = kind == "motorway" or tags.get("junction") in {"roundabout", "circular"}
    one_way = oneway in {"yes", "1", "true"} or (implied and oneway != "no")
    return True, not one_way


def limit_kmh(text: str) -> float | None:
    """
    Read a speed limit as OSM writes it, or None where it is not a number.

    Examples
    --------
    >>> limit_kmh("30 mph"), limit_kmh("50"), limit_kmh("national")
    (48.28032, 50.0, None)
    """
    number, _, unit = text.strip().partition(" ")
    if not number.isdigit() or int(number) == 0:
        return None
    return int(number) * (KILOMETRES_IN_MILE if unit == "mph" else 1.0)
