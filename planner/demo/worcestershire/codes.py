"""Ledger codes for what the county pays; the codes are made up, as no document gives them."""

from __future__ import annotations

from planner.demo.worcestershire.lines import LINES, OUTREACH
from planner.domain.codes import Sector
from planner.domain.finance.ledger import LedgerCode, LedgerPurpose

_PLACES_ACCOUNT, _TOP_UP_ACCOUNT, _OUTREACH_ACCOUNT = "41010", "41020", "41030"


def ledger_codes() -> tuple[LedgerCode, ...]:
    """Return one code for each purpose and provider that the council itself pays."""
    codes: list[LedgerCode] = []
    for number, line in enumerate(LINES, start=1):
        centre = f"AP{number:02d}"
        if line.sector is Sector.MAINTAINED_PRU:
            codes.append(LedgerCode(centre, _PLACES_ACCOUNT, LedgerPurpose.PLACE, line.provider_id))
        codes.append(LedgerCode(centre, _TOP_UP_ACCOUNT, LedgerPurpose.TOP_UP, line.provider_id))
    codes += [
        LedgerCode("AP90", _OUTREACH_ACCOUNT, LedgerPurpose.SERVICE, name, supplier=name)
        for name, _, _ in OUTREACH
    ]
    return tuple(sorted(codes, key=lambda c: (c.cost_centre, c.account, c.supplier)))
