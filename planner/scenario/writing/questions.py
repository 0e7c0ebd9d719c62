"""The questions that a scenario may ask, each with the changes that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from planner.scenario.changes.register import CHANGES


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question, with the changes by which a scenario asks it."""

    title: str
    asks: str
    kinds: tuple[str, ...]


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "places": Question(
            "More, fewer or other places",
            "What if there were more or fewer places, or they were elsewhere?",
            ("add_places", "set_places", "phase_places", "move_places"),
        ),
        "site": Question(
            "A new site or commission",
            "What if there were a new site, a spoke of one, or places bought elsewhere?",
            ("open_site", "open_commission"),
        ),
        "close": Question(
            "Less provision",
            "What if a site closed, a contract ended or a provider failed?",
            ("close_site", "close_commission", "provider_fails", "extend_contract"),
        ),
        "terms": Question(
            "Other pupils taken",
            "What if commissions took other needs, year groups or tiers?",
            ("accept_needs", "accept_year_groups", "set_tier", "allow_overflow"),
        ),
        "referrals": Question(
            "More or fewer referrals",
            "What if more or fewer pupils of some kind were referred?",
            ("change_referrals", "shift_route", "expect_induced_referrals"),
        ),
        "prevention": Question(
            "Prevention instead of exclusion",
            "What if more were done before an exclusion?",
            ("shift_route", "expect_prevention", "expect_induced_referrals", "move_places"),
        ),
        "stay": Question(
            "Longer or shorter stays",
            "What if pupils stayed longer or shorter?",
            ("change_stays",),
        ),
        "rates": Question(
            "Other prices",
            "What if places, top-ups or charges cost more or less?",
            ("set_rates", "set_index", "set_charge"),
        ),
        "policy": Question(
            "Other rules of the authority",
            "What if goals, law packs, transport or the council's own rules were others?",
            ("set_goals", "set_law_pack", "set_transport", "set_rules"),
        ),
        "calendar": Question(
            "Fewer school days",
            "What if schools were closed on some days?",
            ("close_days",),
        ),
        "anything": Question("What if", "What if something were different?", tuple(CHANGES)),
    }
)
"""Every kind of question by its word, in the order in which help lists them."""
