"""
Rules about one pupil and one commission: who may go where at all.

A rule that speaks takes the option away; none of them is a penalty. Sentences
name no pupil's need or route, since they are printed in reports.
"""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.codes import Enforcement
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.allocation import Reason, UnplacedKind
from planner.rules.base import PairRule
from planner.rules.days import years_risen
from planner.rules.load import held_place, standing_refusal
from planner.units import format_day


def _reason(rule: PairRule, sentence: str, **facts: str | int) -> Reason:
    return Reason(rule.code, sentence, facts)


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
        return _reason(
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
        return _reason(
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
        return _reason(
            self,
            f"{commission.commission_id} has {commission.place_type.name.lower()} places only; the "
            "pupil's route asks for "
            f"{' or '.join(sorted(t.name.lower() for t in wanted)) or 'no place type'}.",
            place_type=commission.place_type.value,
        )


class ApprovedDirectory:
    """The provider stands in the approved directory."""

    code = "approved_directory"
    title = "The provider stands in the approved directory"
    source = "Provider table, column `approved`"
    kind = UnplacedKind.BARRED_BY_LAW

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar providers that are not approved."""
        provider = case.dataset.provider_of(commission.commission_id)
        if provider.approved:
            return None
        return _reason(self, f"{provider.name} is not in the approved directory.")


class Registration:
    """No full-time pupil with an EHC plan or looked after at an unregistered site."""

    code = "registration"
    title = "No full-time pupil with an EHC plan or looked after at an unregistered site"
    source = "Education Act 1996 s.463"
    kind = UnplacedKind.BARRED_BY_LAW

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar full-time pupils for whom one place would make the site a school."""
        site = case.dataset.site_of(commission.commission_id)
        full_time = case.policy.is_full_time(referral.sessions_per_week)
        if site.registered or not full_time:
            return None
        if not (referral.has_ehc_plan or referral.looked_after):
            return None
        who = "a pupil with an EHC plan" if referral.has_ehc_plan else "a looked-after pupil"
        return _reason(
            self,
            f"{site.name} is not registered as a school and may not teach {who} for "
            f"{referral.sessions_per_week} sessions a week, which counts as full-time.",
            sessions_per_week=referral.sessions_per_week,
        )


class NonSchoolLimits:
    """At an unregistered site no more than twelve weeks, or four sessions a week."""

    code = "non_school_limits"
    title = "At an unregistered site: at most twelve weeks, or two days a week"
    source = "Government response, August 2025; announced, not in force: policy, off by choice"
    kind = UnplacedKind.BARRED_BY_LAW

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar stays that are both longer than the weeks and more than the sessions allowed."""
        policy, site = case.policy, case.dataset.site_of(commission.commission_id)
        short = referral.planned_weeks <= policy.non_school_maximum_weeks
        few = referral.sessions_per_week <= policy.non_school_maximum_sessions
        if site.registered or short or few:
            return None
        return _reason(
            self,
            f"{site.name} is not registered: {referral.planned_weeks} weeks of "
            f"{referral.sessions_per_week} sessions pass both announced limits "
            f"({policy.non_school_maximum_weeks} weeks, "
            f"{policy.non_school_maximum_sessions} sessions a week).",
            planned_weeks=referral.planned_weeks,
        )


class EhcPlan:
    """Pupils with an EHC plan only where the provider can deliver the plan."""

    code = "ehc_plan"
    title = "Pupils with an EHC plan only where the plan can be delivered"
    source = "Children and Families Act 2014 s.42; commission table, column `delivers_ehc_plan`"
    kind = UnplacedKind.BARRED_BY_LAW

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar commissions that cannot deliver an EHC plan."""
        if not referral.has_ehc_plan or commission.delivers_ehc_plan:
            return None
        return _reason(self, f"{commission.commission_id} cannot deliver an EHC plan.")


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
        return _reason(
            self, f"{commission.commission_id} is single-sex ({commission.sex.name.lower()})."
        )


class AvoidedArea:
    """No site or district that the pupil must avoid."""

    code = "avoided_area"
    title = "No site or district that the pupil must avoid"
    source = "Avoidance table"
    kind = UnplacedKind.KEPT_APART

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar sites, and all sites of districts, that stand in the avoidance table."""
        site = case.dataset.site_of(commission.commission_id)
        for avoided in case.dataset.avoidances:
            if avoided.pupil_id != referral.pupil_id:
                continue
            if avoided.site_id == site.site_id or avoided.district == site.district:
                return _reason(self, f"The pupil must avoid {site.name} or {site.district}.")
        return None


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
        return _reason(
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
        return _reason(
            self,
            f"{commission.commission_id} takes pupils for at least "
            f"{commission.minimum_sessions} sessions a week.",
        )


class TravelCap:
    """No journey over the scenario's travel cap, and none where there is no route."""

    code = "travel_cap"
    title = "No journey over the travel cap"
    source = "Policy `travel_cap_minutes`"
    kind = UnplacedKind.BEYOND_TRAVEL_CAP

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar journeys over the cap; without a cap only places with no route at all."""
        minutes = case.travel.minutes_between(referral.pupil_id, commission.site_id)
        cap = case.policy.travel_cap_minutes
        if minutes is None:
            return _reason(self, f"No route from the pupil's home to {commission.site_id}.")
        if cap is None or minutes <= cap:
            return None
        return _reason(
            self,
            f"{commission.site_id} is {minutes} minutes away, over the cap of {cap}.",
            travel_minutes=minutes,
            cap_minutes=cap,
        )


class DeclinedByProvider:
    """Not where the provider has declined the pupil."""

    code = "declined"
    title = "Not where the provider has declined the pupil"
    source = "Decision table, status `declined_by_provider`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar commissions whose provider declined this pupil and has not accepted since."""
        refusal = standing_refusal(referral.pupil_id, commission.commission_id, case)
        if refusal is None:
            return None
        day = format_day(refusal.decided_on)
        return _reason(self, f"{commission.commission_id} declined the pupil on {day}.")


class DecidedElsewhere:
    """A pupil whose place is decided goes there, even if the first day is still open."""

    code = "decided_elsewhere"
    title = "A pupil whose place is decided goes nowhere else"
    source = "Decision table, a decision that keeps a place"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Bar every commission but the one decided on."""
        decision = held_place(referral.pupil_id, case)
        if decision is None or decision.commission_id == commission.commission_id:
            return None
        return _reason(self, f"A place at {decision.commission_id} is decided for the pupil.")


PAIR_RULES: tuple[PairRule, ...] = (
    YearGroup(),
    NeedAccepted(),
    PlaceTypeFits(),
    ApprovedDirectory(),
    Registration(),
    NonSchoolLimits(),
    EhcPlan(),
    SingleSex(),
    AvoidedArea(),
    SufficientTier(),
    FewestSessions(),
    TravelCap(),
    DeclinedByProvider(),
    DecidedElsewhere(),
)
"""Every rule about one pupil and one commission, in the order in which reasons are told."""


def applies(rule: PairRule, case: Case) -> bool:
    """Say whether a rule bars in this case; a policy pack may be off or only warn."""
    if isinstance(rule, NonSchoolLimits):
        return case.policy.non_school_limits is Enforcement.ENFORCE
    return True


def barred_by(referral: Referral, commission: Commission, case: Case) -> tuple[Reason, ...]:
    """Return every reason why a pupil may not go to a commission; none if there is an option."""
    reasons = (rule.bars(referral, commission, case) for rule in PAIR_RULES if applies(rule, case))
    return tuple(reason for reason in reasons if reason is not None)


def _years(year_groups: frozenset[int]) -> str:
    years = sorted(year_groups)
    if years == list(range(years[0], years[-1] + 1)) and len(years) > 1:
        return f"{years[0]} to {years[-1]}"
    return ", ".join(str(year) for year in years)
