"""The one access decision: `decide(actor, act, facts)`, from one table that can be read aloud.

Sources: process.md §1.4 (roles and what each may see, from 사회보장급여법 제12조⑤·제15조④·제31조·제49조), architecture §3.
The tests judge it against an oracle written by hand from the same paragraph that imports nothing from here.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from bokjihub.accounts.access.actors import Actor, PostView
from bokjihub.accounts.models import Role


class Reach(StrEnum):
    """How far a role's right goes."""

    AREA = "area"  # in the dongs the post reaches that day
    GIVEN = "given"  # only what is assigned to the post
    OWN = "own"  # only what the person made
    ANY = "any"  # no place or person is involved (aggregates, own settings, reporting a worry)


class Act(StrEnum):
    """Everything a route can ask for. Personal acts leave a read row even when a list is empty."""

    # the household
    FIND = "household.find"
    HOUSEHOLD = "household.read"
    HOUSEHOLD_EDIT = "household.edit"
    REVEAL = "household.reveal"
    WHO_LOOKED = "household.who_looked"
    OPEN_REASON = "household.open_reason"
    CONSENT = "consent.record"
    MERGE = "people.merge"
    # discovery
    REPORT = "signal.report"
    INBOX = "signal.inbox"
    REPORTER = "signal.reporter"
    FILES = "file.import"
    WORK_LIST = "work_list.read"
    WORK_ITEM = "work_item.read"
    ASSIGN = "work_item.assign"
    CONTACT = "contact.record"
    LOCATE = "locate.read"
    CLOSE = "work_item.close"
    APPROVE = "work_item.approve"
    # visits and counselling
    VISITS = "visit.read"
    VISIT_PLAN = "visit.plan"
    VISIT_RECORD = "visit.record"
    COUNSELLING = "counselling.write"
    MARKET = "market.record"
    HEALTH = "health.record"
    # help
    SCREEN = "benefits.screen"
    APPLICATION = "application.follow"
    EMERGENCY = "emergency.read"
    EMERGENCY_REQUEST = "emergency.request"
    EMERGENCY_WORK = "emergency.work"
    EMERGENCY_DECIDE = "emergency.decide"
    LINK = "link.send"
    DIRECTORY = "directory.read"
    LEDGER = "ledger.write"
    LEDGER_APPROVE = "ledger.approve"
    DELIVER = "delivery.record"
    PROGRAMME = "programme.work"
    # cases
    CASES = "case.list"
    CASE = "case.read"
    CASE_WORK = "case.work"
    CASE_DECIDE = "case.decide"
    CASE_ACCEPT = "case.accept"
    # the rest
    TODAY = "today"
    TEAM = "team.read"
    APPROVALS = "approvals"
    FIELD_CARD = "field.card"
    FIELD_DAY = "field.day"
    REPORTS = "report.read"
    REPORT_ROWS = "report.rows"
    REPORT_CLOSE = "report.close"
    REPORT_KEPT = "report.kept"
    ROLLOUT = "rollout.read"
    ROLLOUT_EDIT = "rollout.edit"
    VEHICLE = "vehicle.use"
    PARTNERS = "partners.read"
    PARTNERS_EDIT = "partners.edit"
    EXPORT_TAKE = "export.take"
    EXPORT_DECIDE = "export.decide"
    AUDIT = "audit.review"
    ACCOUNTS = "accounts.edit"
    HAND_OVER = "accounts.hand_over"
    SETTINGS = "settings.edit"
    ME = "me"


# Acts whose page names a household or a person: the response is on record, or it is not sent.
PERSONAL = frozenset(Act) - {
    Act.REPORT,
    Act.DIRECTORY,
    Act.REPORTS,
    Act.REPORT_CLOSE,
    Act.REPORT_KEPT,
    Act.ROLLOUT,
    Act.ROLLOUT_EDIT,
    Act.VEHICLE,
    Act.PARTNERS,
    Act.PARTNERS_EDIT,
    Act.ACCOUNTS,
    Act.SETTINGS,
    Act.ME,
}
# Acts that open one household's record: without open work of mine or my team they ask why first.
GATED = frozenset(
    {
        Act.HOUSEHOLD,
        Act.HOUSEHOLD_EDIT,
        Act.REVEAL,
        Act.COUNSELLING,
        Act.SCREEN,
        Act.CONSENT,
        Act.HEALTH,
    }
)

_DONG = {Role.DONG_OFFICER: Reach.AREA, Role.TEAM_HEAD: Reach.AREA}
_COUNTER = {Role.COUNSEL_SPECIALIST: Reach.AREA}
_NURSE = {Role.VISITING_NURSE: Reach.AREA}
_CITY = {Role.HOPE_UNIT: Reach.AREA}
_MANAGER = {Role.CASE_MANAGER: Reach.GIVEN}
_EMERGENCY = {Role.EMERGENCY_OFFICER: Reach.AREA, Role.EMERGENCY_HEAD: Reach.AREA}
_SIGNERS = {Role.DONG_HEAD: Reach.GIVEN, Role.EMERGENCY_HEAD: Reach.GIVEN}
_STAFF = {**_DONG, **_COUNTER, **_NURSE, **_CITY, **_MANAGER, **_EMERGENCY}
_ANYBODY = dict.fromkeys(set(Role) - {Role.PORTAL, Role.JOB}, Reach.ANY)
_STAFF_ANY = dict.fromkeys([*_STAFF, Role.DONG_HEAD], Reach.ANY)
_RESIDENTS = dict.fromkeys([Role.COUNCIL_MEMBER, Role.VOLUNTEER, Role.HONORARY_OFFICER, Role.VILLAGE_HEAD], Reach.ANY)
_DESKS = dict.fromkeys([Role.RESOURCE_DESK, Role.COUNCIL_SECRETARY], Reach.ANY)

TABLE: dict[Act, dict[Role, Reach]] = {
    Act.FIND: dict.fromkeys(_STAFF, Reach.ANY),
    Act.HOUSEHOLD: _STAFF,
    Act.HOUSEHOLD_EDIT: {**_DONG, **_COUNTER, **_MANAGER},
    Act.REVEAL: _STAFF,
    Act.WHO_LOOKED: {**_DONG, **_CITY, Role.PRIVACY_OFFICER: Reach.ANY},
    Act.OPEN_REASON: _STAFF,  # a reason opens a door in reach, it does not lengthen the arm
    Act.CONSENT: {**_DONG, **_COUNTER, **_MANAGER, **_NURSE},
    Act.MERGE: {**_DONG, **_CITY},
    Act.REPORT: {**_STAFF_ANY, **_RESIDENTS, **_DESKS},
    Act.INBOX: _DONG | _CITY,
    Act.REPORTER: {Role.DONG_OFFICER: Reach.OWN, Role.TEAM_HEAD: Reach.OWN},
    Act.FILES: {**_DONG, **_CITY},
    Act.WORK_LIST: {**_DONG, **_CITY},
    # Not the nurse: of the welfare record she reads the plan and the risk notice, not the reasons (process §1.4).
    Act.WORK_ITEM: {**_DONG, **_CITY},
    Act.ASSIGN: {Role.TEAM_HEAD: Reach.AREA},
    Act.CONTACT: {**_DONG, **_NURSE, **_MANAGER, **_COUNTER},
    Act.LOCATE: {**_DONG, **_CITY},
    Act.CLOSE: _DONG,
    Act.APPROVE: {Role.TEAM_HEAD: Reach.AREA, Role.DONG_HEAD: Reach.AREA},
    Act.VISITS: {**_DONG, **_NURSE, **_MANAGER},
    Act.VISIT_PLAN: {**_DONG, **_NURSE, **_MANAGER},
    Act.VISIT_RECORD: {**_DONG, **_NURSE, **_MANAGER},
    Act.COUNSELLING: {**_DONG, **_COUNTER, **_MANAGER},
    Act.MARKET: {**_DONG, **_COUNTER, **_CITY, **_MANAGER},
    Act.HEALTH: _NURSE,
    Act.SCREEN: {**_DONG, **_COUNTER, **_MANAGER, **_CITY, **_EMERGENCY},
    Act.APPLICATION: {**_DONG, **_COUNTER, **_MANAGER},
    Act.EMERGENCY: {**_DONG, **_EMERGENCY, **_CITY, **_MANAGER},
    Act.EMERGENCY_REQUEST: {**_DONG, **_COUNTER, **_MANAGER, **_EMERGENCY},
    Act.EMERGENCY_WORK: {Role.EMERGENCY_OFFICER: Reach.AREA},
    Act.EMERGENCY_DECIDE: {Role.TEAM_HEAD: Reach.AREA, Role.EMERGENCY_HEAD: Reach.AREA},
    Act.LINK: {**_DONG, **_COUNTER, **_MANAGER, **_CITY, **_NURSE},
    Act.DIRECTORY: {**_STAFF_ANY, **_DESKS},
    Act.LEDGER: {Role.RESOURCE_DESK: Reach.ANY, Role.HOPE_UNIT: Reach.ANY},
    # The unit signs on the way where the town's line says so; without a line it decides no list (resources.allocations).
    Act.LEDGER_APPROVE: dict.fromkeys([Role.TEAM_HEAD, Role.HOPE_UNIT, Role.EMERGENCY_HEAD], Reach.ANY),
    Act.DELIVER: {
        **dict.fromkeys([Role.VILLAGE_HEAD, Role.COUNCIL_MEMBER, Role.VOLUNTEER], Reach.GIVEN),
        **_DONG,
        Role.RESOURCE_DESK: Reach.AREA,
    },
    Act.PROGRAMME: {**_DONG, **_COUNTER, **_NURSE, **_CITY},
    Act.CASES: {**_DONG, **_CITY, Role.CASE_MANAGER: Reach.ANY},
    # The head of a dong, of a department the 과장, reads the one record whose paper waits for their signature (process §1.4).
    Act.CASE: {**_DONG, **_CITY, **_MANAGER, **_SIGNERS},
    Act.CASE_WORK: {**_DONG, **_MANAGER},
    Act.CASE_DECIDE: {Role.TEAM_HEAD: Reach.AREA, Role.HOPE_UNIT: Reach.AREA},
    Act.CASE_ACCEPT: {Role.HOPE_UNIT: Reach.AREA, Role.TEAM_HEAD: Reach.AREA, **_SIGNERS},
    Act.TODAY: _ANYBODY,
    Act.TEAM: {Role.TEAM_HEAD: Reach.ANY, Role.DONG_HEAD: Reach.ANY},
    Act.APPROVALS: {Role.TEAM_HEAD: Reach.ANY, Role.DONG_HEAD: Reach.ANY, Role.EMERGENCY_HEAD: Reach.ANY},
    Act.FIELD_CARD: {**_RESIDENTS, **dict.fromkeys(_STAFF, Reach.ANY)},
    Act.FIELD_DAY: {**_DONG, **_NURSE, **_MANAGER, **_COUNTER, **_CITY},
    Act.REPORTS: {**_STAFF_ANY, **_DESKS, Role.MONITOR: Reach.ANY},
    # Tables as they were sent and saved questions: the town's own, small cells and all; the province reads what was sent.
    Act.REPORT_KEPT: {**_STAFF_ANY, **_DESKS},
    Act.REPORT_CLOSE: {Role.HOPE_UNIT: Reach.ANY, Role.EMERGENCY_HEAD: Reach.ANY},
    # The records behind a figure: for those who would open the records themselves.
    Act.REPORT_ROWS: {**_DONG, **_CITY},
    Act.ROLLOUT: {**_STAFF_ANY, Role.MONITOR: Reach.ANY, Role.CITY_ADMIN: Reach.ANY},
    Act.ROLLOUT_EDIT: {Role.HOPE_UNIT: Reach.ANY, Role.MONITOR: Reach.ANY, Role.CITY_ADMIN: Reach.ANY},
    Act.VEHICLE: dict.fromkeys(_STAFF, Reach.ANY),
    Act.PARTNERS: {**_STAFF_ANY, **_DESKS},
    Act.PARTNERS_EDIT: {**_DESKS, Role.HOPE_UNIT: Reach.ANY},
    # A list of more than fifty named rows leaves with a second person's yes, and goes to the one who asked alone (R35).
    Act.EXPORT_TAKE: dict.fromkeys([*_STAFF, Role.RESOURCE_DESK], Reach.OWN),
    Act.EXPORT_DECIDE: dict.fromkeys([Role.TEAM_HEAD, Role.DONG_HEAD, Role.EMERGENCY_HEAD], Reach.AREA),
    Act.AUDIT: {Role.PRIVACY_OFFICER: Reach.ANY},
    Act.ACCOUNTS: {Role.CITY_ADMIN: Reach.ANY},
    Act.HAND_OVER: {Role.TEAM_HEAD: Reach.ANY, Role.CITY_ADMIN: Reach.ANY},
    Act.SETTINGS: {Role.CITY_ADMIN: Reach.ANY, Role.HOPE_UNIT: Reach.ANY},
    Act.ME: _ANYBODY,
}


@dataclass(frozen=True)
class Facts:
    """What the decision needs to know of the thing asked for. Empty for pages without a subject."""

    household_id: UUID | None = None
    area_id: UUID | None = None
    owner_id: UUID | None = None  # the person who made it, for OWN
    team_ids: frozenset[UUID] = field(default_factory=frozenset)  # teams with open work on the household
    has_reason: bool = False  # a view reason of this person is in force
    sealed: bool = False  # the address is protected


@dataclass(frozen=True)
class Decision:
    """Allowed or not; `needs_reason` means: allowed once a reason is on record."""

    allowed: bool
    needs_reason: bool = False
    post: PostView | None = None


REFUSED = Decision(allowed=False)


def decide(actor: Actor, act: Act, facts: Facts | None = None) -> Decision:
    """Whether `actor` may do `act` to the thing described by `facts` on the actor's day. Default: no."""
    facts = facts or Facts()
    if not actor.pledged and act in PERSONAL:
        return REFUSED
    rights = TABLE[act]
    posts = [post for post in actor.posts if post.role in rights and _reaches(actor, post, rights[post.role], facts)]
    if not posts:
        return REFUSED
    gated = act in GATED and facts.household_id is not None and not _has_work(posts, facts)
    return Decision(allowed=True, needs_reason=gated and not facts.has_reason, post=posts[0])


def _reaches(actor: Actor, post: PostView, reach: Reach, facts: Facts) -> bool:
    given = facts.household_id is not None and facts.household_id in post.subjects
    if reach is Reach.ANY:
        return True
    if reach is Reach.OWN:
        return facts.owner_id == actor.id
    if facts.household_id is None and facts.area_id is None:
        return True  # a list: row security shows only what the posts reach
    if reach is Reach.GIVEN:
        return given
    return given or facts.area_id in post.area_ids


def _has_work(posts: list[PostView], facts: Facts) -> bool:
    return any(facts.household_id in post.subjects or post.team_id in facts.team_ids for post in posts)
