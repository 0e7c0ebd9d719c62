"""What a commission takes: year groups, needs, routes, tiers, sex, sessions."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason, UnplacedKind
from planner.rules.base import reason_of
from planner.rules.days import years_risen


class YearGroup:
    """The commission takes the pupil's year group."""

    code = "year_group"
    title = "The commission takes the pupil's year group"
    source = "Commission table, column `year_groups`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar pupils whose year group, in any part of the horizon, is not taught there."""
        groups = range(referral.year_group, referral.year_group + years_risen(case) + 1)
        if any(group in commission.year_groups for group in groups):
            return None
        years = _years(commission.year_groups)
        return reason_of(
            self,
            f"{commission.commission_id} takes year groups {years}, not {referral.year_group}.",
            year_group=referral.year_group,
        )


class NeedAccepted:
    """The commission accepts the pupil's primary need."""

    code = "need"
    title = "The commission accepts the pupil's primary need"
    source = "Commission table, column `needs`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar needs not listed; a commission without a list, or a pupil without a need, passes."""
        need = referral.primary_need
        if need is None or not commission.needs or need in commission.needs:
            return None
        return reason_of(
            self, f"{commission.commission_id} does not accept the pupil's primary need."
        )


class PlaceTypeFits:
    """The place type is the one that the pupil's route asks for, or overflow is allowed."""

    code = "place_type"
    title = "The place type fits the route, or the commission takes overflow"
    source = "Policy `place_types`; commission table, column `accepts_overflow`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar the other place type where the commission has no permission for overflow."""
        wanted = case.policy.place_types.get(referral.route, frozenset())
        if commission.place_type in wanted or commission.accepts_overflow:
            return None
        return reason_of(
            self,
            f"{commission.commission_id} has {commission.place_type.name.lower()} places only, "
            f"not {' or '.join(sorted(t.name.lower() for t in wanted)) or 'what is asked for'}.",
            place_type=commission.place_type.value,
        )


class SingleSex:
    """Single-sex provision takes only that sex."""

    code = "sex"
    title = "Single-sex provision takes only that sex"
    source = "Commission table, column `sex`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar the other sex, and pupils whose sex is not given."""
        if commission.sex is None or referral.sex is commission.sex:
            return None
        return reason_of(
            self, f"{commission.commission_id} is single-sex ({commission.sex.name.lower()})."
        )


class SufficientTier:
    """The commission's tier is at least the tier needed."""

    code = "tier"
    title = "The commission's tier is sufficient"
    source = "Referral table, column `tier_needed`; commission table, column `tier`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar tiers below the one needed; where either is not given, nothing is barred."""
        needed, offered = referral.tier_needed, commission.tier
        if needed is None or offered is None or offered >= needed:
            return None
        return reason_of(
            self,
            f"{commission.commission_id} is tier {offered}; the pupil needs tier {needed}.",
            tier=offered,
            tier_needed=needed,
        )


class FewestSessions:
    """The provider takes pupils for so few sessions a week."""

    code = "minimum_sessions"
    title = "The provider takes pupils for so few sessions a week"
    source = "Commission table, column `minimum_sessions`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar pupils who would come for fewer sessions than the provider takes."""
        if referral.sessions_per_week >= commission.minimum_sessions:
            return None
        return reason_of(
            self,
            f"{commission.commission_id} takes pupils for at least "
            f"{commission.minimum_sessions} sessions a week.",
        )


def _years(year_groups: frozenset[int]) -> str:
    years = sorted(year_groups)
    if years == list(range(years[0], years[-1] + 1)) and len(years) > 1:
        return f"{years[0]} to {years[-1]}"
    return ", ".join(str(year) for year in years)
