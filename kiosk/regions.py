"""County and town that a written address or place names."""

import re
from functools import lru_cache

from kiosk.catalog import regions

__all__ = ["county_in", "town_in", "town_stem"]

_TOWN = re.compile(r"(?:.*[省市州县区])?([^\s省市州县区]{1,8}?(?:街道|镇|乡))")
_SUFFIX = re.compile(r"(?:街道|镇|乡)$")


@lru_cache(maxsize=4096)
def county_in(address: str) -> str:
    """The county of Hunan (GB/T 2260) that an address names; empty where it names none.

    Some county names begin others' or stand in two cities: the city's name decides, else the one
    that stands first and is longest.
    """
    if not address:
        return ""
    table = regions()
    found = [
        (
            table[region.parent].name not in address,
            address.index(region.name),
            -len(region.name),
            region.code,
        )
        for region in table.values()
        if region.level == "county" and region.name in address
    ]
    return min(found)[3] if found else ""


def town_in(address: str) -> str:
    """The 街道, 镇 or 乡 that an address names; empty where it names none."""
    found = _TOWN.match(address)
    return found.group(1) if found else ""


def town_stem(town: str) -> str:
    """东塘 of 东塘街道: by which two ways to write a town are the same."""
    stem = _SUFFIX.sub("", town.strip())
    return stem or town
