"""A record in words that an elected member can read."""

from __future__ import annotations

from planner.results.coming.futures import BacktestRow

_YEARS = {1: "next-year", 2: "two-year", 3: "three-year", 4: "four-year", 5: "five-year"}
_LEVEL = {
    "authority": "for the whole authority",
    "district": "for one district",
    "key stage and route": "for one key stage and route",
    "cohort": "for one small group (district, key stage, need and route)",
}
_FEW = 8
_TARGET = 0.80
_SLACK = 0.10
_LEAST_WORSE = 0.05
_WORSE = "With the range counted in, taking last year's count again did better in the next year."


def sentences_of(rows: tuple[BacktestRow, ...], *, years: int) -> tuple[str, ...]:
    """
    Say how wrong the method has been, what simpler would have done, and how safe the range.

    Parameters
    ----------
    rows
        The record by level and horizon.
    years
        Years ahead that were asked for. [1 to 5]
    """
    top = [row for row in rows if row.level == "authority"]
    said = [sentence for row in top for sentence in (_typical(row), _against_last_year(row))]
    said += _without_record(max((row.years_ahead for row in top), default=0), years)
    said += [_small_groups(row) for row in rows if row.level == "cohort"][:1]
    said += [_range(row) for row in top[:1]]
    said += [_WORSE for row in top[:1] if row.skill < -_LEAST_WORSE]
    if top and top[0].forecasts < _FEW:
        said.append(f"This record rests on {_past_forecasts(top[0].forecasts)}: take it as a hint.")
    return tuple(said)


def _past_forecasts(count: int) -> str:
    return "one past forecast" if count == 1 else f"{count} past forecasts that overlap in time"


def _typical(row: BacktestRow) -> str:
    way = ""
    if abs(row.bias_share) > 0.10:
        way = ", mostly too high" if row.bias_share > 0 else ", mostly too low"
    horizon = _YEARS.get(row.years_ahead, f"{row.years_ahead}-year")
    return (
        f"In past years the {horizon} figure {_LEVEL[row.level]} was typically "
        f"{row.error_share:.0%} out{way}."
    )


def _without_record(told: int, asked: int) -> list[str]:
    if told >= asked:
        return []
    farther = _YEARS[asked] if asked == told + 1 else f"{_YEARS[told + 1]} to {_YEARS[asked]}"
    return [
        f"How wrong the {farther} figure may be is not known: the history is too short to hold a "
        "past one against what came."
    ]


def _against_last_year(row: BacktestRow) -> str:
    ours, simple = round(100 * row.error_share), round(100 * row.last_year_error_share)
    horizon = "" if row.years_ahead == 1 else f", {row.years_ahead} years ahead,"
    again = f"Taking last year's count again{horizon} would have been"
    if ours < simple:
        return f"{again} {simple}% out, so this is better."
    if ours == simple:
        return f"{again} just as far out ({simple}%)."
    return f"{again} {simple}% out, so this is no better."


def _small_groups(row: BacktestRow) -> str:
    return (
        f"Figures {_LEVEL[row.level]} are much less sure: typically {row.error_share:.0%} out in "
        f"the next year. {_against_last_year(row)} Do not plan on one of them alone."
    )


def _range(row: BacktestRow) -> str:
    held = f"The range meant to hold eight outcomes in ten held {10 * row.cover_80:.0f} in ten"
    if row.cover_80 < _TARGET - _SLACK:
        return f"{held}: the past has been less foreseeable than the ranges say."
    if row.cover_80 > _TARGET + _SLACK:
        return f"{held}: the ranges are on the wide side."
    return f"{held}."
