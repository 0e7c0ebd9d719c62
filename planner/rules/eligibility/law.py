"""What the law or the approved directory forbids for one pupil at one site."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason, UnplacedKind
from planner.rules.base import reason_of


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
        return reason_of(self, f"{provider.name} is not in the approved directory.")


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
        return reason_of(
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
        return reason_of(
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
        return reason_of(self, f"{commission.commission_id} cannot deliver an EHC plan.")
