"""
The money figures as the document of June 2021 printed them, right and wrong.

Nothing is calculated from them: the costing compares them with what the
commissions' data give and reports what does not agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.demo.worcestershire.lines import FINANCIAL_YEAR, SOURCE
from planner.domain.finance.stated import StatedFigure, StatedMeasure

_HUNDREDTHS_OF_A_THOUSAND = 100_000

# Thousands of pounds: place funding borne by the high needs block, top-up, their total, and what
# the document's comments say is paid by the "ESFA Direct".
_ROWS = """
    FORGE       | 480 | 369 |  849 |
    BEACON      | 450 | 262 |  712 |
    PERRYFIELDS | 520 | 349 |  869 |
    NEWBRIDGE   | 680 | 554 | 1234 |
    CPA         | 253 | 412 |  665 |  647
    ASPIRE      |  29 |  56 |   85 | 1012
"""
_COLUMNS = (
    StatedMeasure.HIGH_NEEDS_PLACE_FUNDING,
    StatedMeasure.TOP_UP,
    StatedMeasure.HIGH_NEEDS_TOTAL,
    StatedMeasure.DFE_DIRECT,
)
_TOTALS = {
    StatedMeasure.HIGH_NEEDS_PLACE_FUNDING: 2412,
    StatedMeasure.TOP_UP: 2002,
    StatedMeasure.HIGH_NEEDS_TOTAL: 4414,
    StatedMeasure.DFE_DIRECT: 1668,
    StatedMeasure.TOTAL: 6082,
}
_PLACES = {
    StatedMeasure.EXCLUSION_PLACES: 192,
    StatedMeasure.PREVENTION_PLACES: 243,
    StatedMeasure.PLACES: 408,
}


def stated() -> tuple[StatedFigure, ...]:
    """Return every printed figure of the funding table and of the sentences below it."""
    return tuple(sorted(_figures(), key=lambda figure: figure.figure_id))


def _figures() -> Iterator[StatedFigure]:
    for line in _ROWS.strip().splitlines():
        provider, *cells = (cell.strip() for cell in line.split("|"))
        for measure, cell in zip(_COLUMNS, cells, strict=True):
            if cell:
                yield _figure(measure, int(cell) * _HUNDREDTHS_OF_A_THOUSAND, provider=provider)
    for measure, thousands in _TOTALS.items():
        yield _figure(measure, thousands * _HUNDREDTHS_OF_A_THOUSAND)
    for measure, places in _PLACES.items():
        yield _figure(measure, places * 100, rounded_to=100)
    yield _figure(StatedMeasure.DEDUCTED_PLACES, 2533, rounded_to=1, provider="CPA")
    yield _figure(StatedMeasure.DEDUCTED_PLACES, 292, rounded_to=1, provider="ASPIRE")
    yield _figure(StatedMeasure.DIRECT_SPEND, 310_000_000, rounded_to=10_000_000)
    yield _figure(StatedMeasure.INDIRECT_SPEND, 263_000_000, rounded_to=1_000_000)


def _figure(
    measure: StatedMeasure,
    hundredths: int,
    *,
    rounded_to: int = _HUNDREDTHS_OF_A_THOUSAND,
    provider: str | None = None,
) -> StatedFigure:
    return StatedFigure(
        figure_id=f"{measure}-{provider or 'all'}".upper().replace("_", "-"),
        financial_year=FINANCIAL_YEAR,
        measure=measure,
        value_hundredths=hundredths,
        rounded_to_hundredths=rounded_to,
        provider_id=provider,
        source=SOURCE,
    )
