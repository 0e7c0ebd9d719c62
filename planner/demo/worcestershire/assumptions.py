"""Every value of the worked case that no document gives, with the reason for it."""

from __future__ import annotations

from planner.domain.dataset import Assumption

_SILENT = "The June 2021 document does not say."

_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "calendar",
        "all",
        "starts, ends",
        "one school's dates",
        "Terms and training days as Broadway First School published them for 2021/22 and 2022/23, "
        "taken for every school of the county.",
    ),
    (
        "commissions",
        "all",
        "starts",
        "2020-09-01",
        f"{_SILENT} An academic year's start is usual.",
    ),
    (
        "commissions",
        "all",
        "ends",
        "2022-08-31, rolls over",
        "The document says that contracts can be extended, currently up to 1 September; taken as "
        "1 September 2022, and as going on until notice is given.",
    ),
    (
        "commissions",
        "all",
        "specialisms",
        "SEMH",
        "All six work with behaviour and wellbeing; the document gives no intervention list.",
    ),
    (
        "commissions",
        "all",
        "tier",
        "E 3; P 2, or 3 at The Forge and Newbridge",
        "The document has no tiers. Prevention at a school for excluded pupils is taken as the "
        "stronger kind.",
    ),
    (
        "commissions",
        "BEACON-E, BEACON-P",
        "year_groups",
        "1-6",
        "The document gives no ages. The DfE's register names The Beacon a primary short stay "
        "school.",
    ),
    (
        "commissions",
        "PERRYFIELDS-E, PERRYFIELDS-P",
        "year_groups",
        "1-6",
        "The document gives no ages. The DfE's register names Perryfields a primary PRU.",
    ),
    (
        "commissions",
        "FORGE, NEWBRIDGE, CPA, ASPIRE",
        "year_groups",
        "7-11",
        "The document gives no ages. Newbridge's own pages say Years 7 to 11; registers give 11 "
        "to 16 for the other three.",
    ),
    (
        "commissions",
        "all but NEWBRIDGE-P",
        "needs",
        "every need and none",
        f"{_SILENT} ContinU Plus calls itself neither a specialist school for behaviour nor a "
        "medical unit, without naming needs.",
    ),
    (
        "commissions",
        "BEACON, CPA, FORGE, NEWBRIDGE, PERRYFIELDS",
        "delivers_ehc_plan",
        "yes",
        f"{_SILENT} Taken so where places are for excluded pupils; ContinU Plus's own charges "
        "tell pupils with and without a plan apart.",
    ),
    (
        "commissions",
        "ASPIRE",
        "delivers_ehc_plan",
        "no",
        f"{_SILENT} Nearly all its places are for pupils who stay on their own school's roll.",
    ),
    (
        "commissions",
        "NEWBRIDGE-P",
        "needs",
        "SEMH",
        "Newbridge's own pages name SEMH as the need of many of its pupils; its three prevention "
        "places are taken as meant for them.",
    ),
    (
        "commissions",
        "NEWBRIDGE-P",
        "accepts_overflow",
        "yes",
        "Three prevention places in a school for excluded pupils: taken as usable for both.",
    ),
    (
        "funding",
        "CPA-E, CPA-P, ASPIRE-E, ASPIRE-P",
        "recouped_place_months",
        "exclusion places first",
        "The document gives 25.33 and 2.92 places for each academy as a whole (304 and 35 "
        "place-months); the split between E and P is assumed.",
    ),
    (
        "funding",
        "all",
        "financial_year",
        "2021",
        "The funding table is undated; the outreach table beside it is for 2021-22.",
    ),
    (
        "funding",
        "ASPIRE",
        "dfe_direct_place_months",
        "1,225",
        "£1,021 thousand, not the £1,012 thousand printed: only so do the rows add up to the "
        "£1,668 thousand of the same table.",
    ),
    (
        "limits",
        "BEACON-P-SEATS, PERRYFIELDS-P-SEATS",
        "maximum",
        "10",
        "The document says that prevention places also pay for outreach in schools, not how many. "
        "Perryfields says that it teaches up to 22 pupils at a time.",
    ),
    (
        "limits",
        "FORGE, NEWBRIDGE, CPA key-stage groups",
        "maximum",
        "27; 38 and 34; 64",
        f"{_SILENT} Staffed teaching groups a little below or at the places together.",
    ),
    (
        "placements",
        "all",
        "all",
        "made up",
        "No pupil data is published. Made up from a seed: 95-100% full, Year 11 leaving on the "
        "last Friday in June, as the document says that many pupils keep a place for a year.",
    ),
    (
        "referrals",
        "all",
        "all",
        "made up",
        "No pupil data is published. Made up from a seed and fitted to published figures, listed "
        "in this folder's README.",
    ),
    (
        "history",
        "all",
        "count",
        "made up",
        "Yearly permanent exclusions: 94 (DfE, 2016/17); 121 and 126 assumed for 2017/18 and "
        "2018/19; 56, 64 and the start of 109 rebuilt from the DfE's termly rates. Other routes "
        "and all splits assumed: so many that with the stays they fill today's places, as uneven "
        "from year to year as authorities' counts are.",
    ),
    (
        "sites",
        "BEACON-REDDITCH",
        "easting, northing",
        "404150, 267750",
        "No address was found; set in the middle of Redditch, in the north-east of the county.",
    ),
    (
        "sites",
        "NEWBRIDGE-WORCESTER",
        "postcode",
        "WR5 1DS",
        "Midland Road, Worcester, is confirmed by the press; which postcode of it is assumed.",
    ),
)

ASSUMPTIONS: tuple[Assumption, ...] = tuple(
    sorted((Assumption(*row) for row in _ROWS), key=lambda row: (row.table, row.record, row.column))
)
