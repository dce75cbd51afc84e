"""Who may do what to whose record, written by hand from process.md §1.4 and screens.md §4.4. Imports nothing of the product.

The product's table is written act by act; this one role by role, as the two documents are, so that a slip in one does
not repeat itself in the other. Words: `covered` = the dongs the person's team covers that day (own dong, and the general
dongs of a zone for the centre team); `city` = every dong of the city; `given` = only by assignment to that very post;
`made` = only what the person received or wrote; `anywhere` = no household is involved, or none by name.

Where the two disagreed, the anchors decided (사회보장급여법 제12조⑤ consent for private hands, 제15조④ the minimum, 제31조
no look outside one's authority or duty, 제49조 secrecy):
* the nurse and 발굴 작업: "welfare record: plan + risk notice only" → no page of reasons and points for her;
* the case manager and the emergency file: "full record of own cases" → she reads it where the case is given to her;
* a household given to one post of a person (a box to carry as a council member) → nothing for the person's other post;
* a view reason → only for a household in reach (제31조: a typed reason widens no authority);
* the system administrator is not in §1.4 at all → accounts and settings, no register of volunteers;
* a download of more than fifty named rows (screens §3.6): asked and taken by who may hand out lists, decided by heads;
* 통장 and 봉사자 who carry goods: §1.4 counts them among the council's residents → the delivery given to them, no more.
"""

from dataclasses import dataclass

OPEN, ASK, NO = "open", "ask", "no"


@dataclass(frozen=True)
class Row:
    """One role of §1.4: what it may do, by how far it reaches. Blank-separated words."""

    covered: str = ""
    city: str = ""
    given: str = ""
    made: str = ""
    anywhere: str = ""

    def has(self, reach: str, what: str) -> bool:
        return what in getattr(self, reach).split()


STAFF = "household.find signal.report directory.read today field.card report.read report.kept rollout.read vehicle.use partners.read me"
DONG = (
    "household.read household.edit household.reveal household.who_looked household.open_reason consent.record "
    "people.merge signal.inbox file.import work_list.read work_item.read contact.record locate.read work_item.close "
    "visit.read visit.plan visit.record counselling.write market.record benefits.screen application.follow "
    "emergency.read emergency.request link.send delivery.record programme.work field.day case.list case.read case.work "
    "report.rows"
)
ROLES = {
    "dong_officer": Row(covered=DONG, made="signal.reporter export.take", anywhere=STAFF),
    "team_head": Row(
        covered=f"{DONG} work_item.assign work_item.approve emergency.decide case.decide case.accept export.decide",
        made="signal.reporter export.take",
        anywhere=f"{STAFF} team.read approvals ledger.approve accounts.hand_over",
    ),
    # "aggregated lists; named record only when approving"
    "dong_head": Row(
        covered="work_item.approve export.decide",
        # Given while a paper of the case waits for this signature.
        given="case.read case.accept",
        anywhere="signal.report directory.read report.read report.kept rollout.read partners.read team.read approvals today me",
    ),
    # "health record of own visits; welfare record: plan + risk notice only"
    "visiting_nurse": Row(
        made="export.take",
        covered="household.read household.reveal household.open_reason consent.record contact.record "
        "visit.read visit.plan visit.record health.record link.send programme.work field.day",
        anywhere=STAFF,
    ),
    "counsel_specialist": Row(
        made="export.take",
        city="household.read household.edit household.reveal household.open_reason consent.record contact.record "
        "counselling.write market.record benefits.screen application.follow emergency.request link.send programme.work field.day",
        anywhere=STAFF,
    ),
    # "full record of own cases; intake summary of others" (the summary is the list)
    "case_manager": Row(
        made="export.take",
        given="household.read household.edit household.reveal household.open_reason consent.record contact.record "
        "visit.read visit.plan visit.record counselling.write market.record benefits.screen application.follow "
        "emergency.read emergency.request link.send case.read case.work field.day",
        anywhere=f"{STAFF} case.list",
    ),
    # "all cases in district (logged access), de-identified statistics"; resource ledger, monitoring of dongs
    "hope_unit": Row(
        made="export.take",
        city="household.read household.reveal household.who_looked household.open_reason people.merge signal.inbox "
        "file.import work_list.read work_item.read locate.read market.record benefits.screen emergency.read link.send "
        "programme.work field.day case.list case.read case.decide case.accept report.rows",
        anywhere=f"{STAFF} ledger.write ledger.approve rollout.edit partners.edit settings.edit report.close",
    ),
    # "emergency file incl. income/property; no health answers beyond need"
    "emergency_officer": Row(
        made="export.take",
        city="household.read household.reveal household.open_reason benefits.screen emergency.read emergency.request "
        "emergency.work",
        anywhere=STAFF,
    ),
    "emergency_head": Row(
        # 과장: given while a paper of a case of the city waits for this signature.
        given="case.read case.accept",
        made="export.take",
        city="household.read household.reveal household.open_reason benefits.screen emergency.read emergency.request "
        "emergency.decide export.decide",
        anywhere=f"{STAFF} approvals ledger.approve report.close",
    ),
    # "case digest without name": handed over on paper, no page of the officers' door
    "committee": Row(anywhere="today me"),
    # donor desk: "delivery list (name, address, item)", the stock, the partners
    "resource_desk": Row(
        made="export.take",
        city="delivery.record",
        anywhere="signal.report directory.read ledger.write report.read report.kept partners.read partners.edit today me",
    ),
    "council_secretary": Row(
        anywhere="signal.report directory.read report.read report.kept partners.read partners.edit today me",
    ),
    # "own reports + status; item deliveries assigned to them"
    "council_member": Row(given="delivery.record", anywhere="signal.report field.card today me"),
    # "today's visit: name, address, safety notes that concern them; no history, no health, no income"
    "volunteer": Row(given="delivery.record", anywhere="signal.report field.card today me"),
    "honorary_officer": Row(anywhere="signal.report field.card today me"),
    "village_head": Row(given="delivery.record", anywhere="signal.report field.card today me"),
    # "the referral form only, while the link is open": by the link, without an account
    "agency": Row(anywhere="today me"),
    # province: aggregates
    "monitor": Row(anywhere="report.read rollout.read rollout.edit today me"),
    # "logs, not contents"
    "privacy_officer": Row(anywhere="household.who_looked audit.review today me"),
    "city_admin": Row(anywhere="accounts.edit accounts.hand_over settings.edit rollout.read rollout.edit today me"),
    # no person behind them: they open no page
    "portal": Row(),
    "job": Row(),
}

# Pages that name nobody we care for: no pledge is needed and no read row is left.
NAMELESS = [
    "signal.report",
    "directory.read",
    "report.read",
    "report.close",
    "report.kept",
    "rollout.read",
    "rollout.edit",
    "vehicle.use",
    "partners.read",
    "partners.edit",
    "accounts.edit",
    "settings.edit",
    "me",
]
# Opening one household's record: by work of one's own or of one's team, else with a reason (mission: nobody opens a
# record without a work reason).
ASKS_WHY = [
    "household.read",
    "household.edit",
    "household.reveal",
    "counselling.write",
    "benefits.screen",
    "consent.record",
    "health.record",
]

EVERYTHING = sorted({what for row in ROLES.values() for reach in vars(row).values() for what in reach.split()})

# Where the household lies for the person, or what became of the person's post.
IN_COVERED = ("own dong", "zone dong", "stand-in today", "pledge missing")
IN_CITY = (*IN_COVERED, "other dong", "coverage ended yesterday", "given but ended", "given to another post")
BY_GIFT = ("given", "given to the absent colleague")
WITHOUT_POST = ("stand-in yesterday", "post ended", "post starts tomorrow")
WHERE = (*IN_CITY, *BY_GIFT, *WITHOUT_POST, "other city")


def expected(role: str, what: str, where: str, *, work: bool = False, reason: bool = False, mine: bool = False) -> str:
    """`open`, `ask` (a reason first) or `no`. `work`: open work of the person's team on the household; `reason`: a view
    reason of this person in force; `mine`: the person received it."""
    if where in WITHOUT_POST or (where == "pledge missing" and what not in NAMELESS):
        return NO
    answers = [_by_one_post(role, what, where, work=work, reason=reason, mine=mine)]
    if where == "given to another post":  # the other post is a council member's, with a box to carry
        answers.append(_by_one_post("council_member", what, "given", work=False, reason=reason, mine=False))
    return next((answer for answer in (OPEN, ASK) if answer in answers), NO)


def _by_one_post(role: str, what: str, where: str, *, work: bool, reason: bool, mine: bool) -> str:
    row = ROLES[role]
    if row.has("anywhere", what) or (mine and row.has("made", what)):
        return OPEN
    if not reaches(role, what, where):
        return NO
    return ASK if what in ASKS_WHY and not (where in BY_GIFT or work or reason) else OPEN


def reaches(role: str, what: str, where: str) -> bool:
    """Whether the role may do it to a household there at all, with or without a reason."""
    row, given = ROLES[role], where in BY_GIFT
    return (
        (row.has("covered", what) and (given or where in IN_COVERED))
        or (row.has("city", what) and (given or where in IN_CITY))
        or (row.has("given", what) and given)
    )


def list_is_open(role: str, what: str) -> bool:
    """A page of many rows: open to the role, and the database shows only what its posts reach."""
    return any(ROLES[role].has(reach, what) for reach in ("covered", "city", "given", "anywhere"))
