"""The list: what is made wrong, where, and which tests must notice. Old text must stand in its file exactly once."""

from dataclasses import dataclass

ACCESS = "bokjihub/accounts/access"
DECISIONS = "tests/accounts/test_matrix.py"
RECORD = "tests/accounts/test_matrix_record.py"
ROWS = "tests/accounts/test_matrix_rows.py"
HTTP = "tests/accounts/test_matrix_http.py"


@dataclass(frozen=True)
class Fault:
    """One wrong change. `in_database`: it sits in a migration, so the test database is made anew."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]
    in_database: bool = False


FAULTS = (
    Fault(
        "a page lost its decorator",
        "bokjihub/visits/views/visit.py",
        '@route(Act.VISITS, subject=visit_facts, methods=("GET",))\ndef visit(',
        "def visit(",
        ("tests/test_house_rules.py::test_every_url_declares_its_policy",),
    ),
    Fault(
        "a household page that forgets whose household it is",
        "bokjihub/desk/views/household.py",
        '@route(Act.HOUSEHOLD, subject=household_facts, methods=("GET",))\ndef timeline(',
        '@route(Act.HOUSEHOLD, methods=("GET",))\ndef timeline(',
        (HTTP, "-k", "desk:timeline"),
    ),
    Fault(
        "the end of a zone's coverage ignored",
        f"{ACCESS}/actors.py",
        "TeamCoverage.objects.on(day).filter(team_id",
        "TeamCoverage.objects.filter(starts_on__lte=day).filter(team_id",
        (DECISIONS,),
    ),
    Fault(
        "the end of a post ignored",
        f"{ACCESS}/actors.py",
        "Post.objects.on(day).filter(Q(user=user)",
        "Post.objects.filter(starts_on__lte=day).filter(Q(user=user)",
        (DECISIONS,),
    ),
    Fault(
        "a post that begins tomorrow counts today",
        f"{ACCESS}/actors.py",
        "Post.objects.on(day).filter(Q(user=user)",
        "Post.objects.exclude(ends_on__lt=day).filter(Q(user=user)",
        (DECISIONS,),
    ),
    Fault(
        "a stand-in after the last day",
        f"{ACCESS}/actors.py",
        "StandIn.objects.on(day).filter(by_user=user)",
        "StandIn.objects.filter(starts_on__lte=day, by_user=user)",
        (DECISIONS,),
    ),
    Fault(
        "a right given by work outlives the work",
        f"{ACCESS}/actors.py",
        "Assignment.objects.filter(open_now, post_id__in",
        "Assignment.objects.filter(post_id__in",
        (DECISIONS,),
    ),
    Fault(
        "a right of one post serves another post",
        f"{ACCESS}/policy.py",
        "facts.household_id in post.subjects\n    if reach",
        "facts.household_id in actor.subjects\n    if reach",
        (DECISIONS, RECORD, "-k", "decision or two_posts"),
    ),
    Fault(
        "no pledge needed",
        f"{ACCESS}/policy.py",
        "if not actor.pledged and act in PERSONAL:",
        "if False:",
        (DECISIONS,),
    ),
    Fault(
        "the reporter visible to the whole dong",
        f"{ACCESS}/policy.py",
        "Act.REPORTER: {Role.DONG_OFFICER: Reach.OWN,",
        "Act.REPORTER: {Role.DONG_OFFICER: Reach.AREA,",
        (DECISIONS,),
    ),
    Fault(
        "the reason gate skipped",
        f"{ACCESS}/policy.py",
        "needs_reason=gated and not facts.has_reason",
        "needs_reason=False",
        (DECISIONS, RECORD, "-k", "decision or thirty_minutes"),
    ),
    Fault(
        "a reason holds for ever",
        f"{ACCESS}/route.py",
        "subject_id=facts.household_id, until__gt=now)",
        "subject_id=facts.household_id)",
        (DECISIONS, RECORD, "-k", "decision or thirty_minutes"),
    ),
    Fault(
        "somebody else's reason opens the door",
        f"{ACCESS}/route.py",
        "ViewReason.objects.filter(user_id=actor.id, subject_id=facts.household_id, until",
        "ViewReason.objects.filter(subject_id=facts.household_id, until",
        (DECISIONS,),
    ),
    Fault(
        "a page shown and not on record",
        f"{ACCESS}/route.py",
        "        _record_read(request.access)",
        "        pass",
        (RECORD, "-k", "leaves_one_row or recorded"),
    ),
    Fault(
        "the record written, the homes shown left out",
        f"{ACCESS}/route.py",
        "subjects=access.shown,",
        "subjects=(),",
        (RECORD, "-k", "leaves_one_row"),
    ),
    Fault(
        "a refusal leaves no row",
        f"{ACCESS}/route.py",
        "    _record_refusal(actor, act, kwargs)\n    # A view",
        "    # A view",
        (RECORD, "-k", "refusal"),
    ),
    Fault(
        "a refusal says that there is something to refuse",
        f"{ACCESS}/route.py",
        'return render(request, "ui/not_found.html", status=404)',
        'return render(request, "ui/not_found.html", status=403)',
        (RECORD, "-k", "refusal"),
    ),
    Fault(
        "a sealed value opens in another row",
        f"{ACCESS}/sealed.py",
        'return f"{column}:{row}".encode()',
        "return column.encode()",
        (RECORD, "-k", "sealed"),
    ),
    Fault(
        "names in full",
        "bokjihub/ui/words.py",
        'return text[0] + "*" * (len(text) - 2) + text[-1]',
        "return text",
        (RECORD, "-k", "masks"),
    ),
    Fault(
        "the phone number in the work list",
        "bokjihub/discovery/queries/work.py",
        "name=masked_name(people[0].name) if people",
        'name=f"{masked_name(people[0].name)} {people[0].phone}" if people',
        ("tests/discovery/test_work_pages.py",),
    ),
    Fault(
        "a login survives a transfer",
        f"{ACCESS}/session.py",
        "began is None or began < valid_after",
        "began is None",
        (RECORD, "-k", "transfer"),
    ),
    Fault(
        "an idle login goes on",
        f"{ACCESS}/session.py",
        "now - seen > dt.timedelta(minutes=settings.BOKJIHUB_IDLE_MINUTES)",
        "now - seen > dt.timedelta(days=365)",
        (RECORD, "-k", "idle"),
    ),
    Fault(
        "passwords may be tried without end",
        f"{ACCESS}/login.py",
        "user.failed_logins >= settings.BOKJIHUB_LOCK_AFTER",
        "user.failed_logins >= 10_000",
        (RECORD, "-k", "wrong_passwords"),
    ),
    Fault(
        "the volunteer's card with the full name",
        "bokjihub/visits/queries/card.py",
        'return f"{given_name(person.name)} {call} 댁" if person',
        'return f"{person.name} {call} 댁" if person',
        ("tests/field/test_card.py",),
    ),
    Fault(
        "a list leaves and is not on record",
        "bokjihub/exports/actions.py",
        'audit.record("export.take", kind=Entry.Kind.EXPORT, subjects=subjects',
        'audit.record("export.take", kind=Entry.Kind.EXPORT, subjects=()',
        ("tests/exports/test_downloads.py",),
    ),
    Fault(
        "a long list leaves with one person",
        "bokjihub/exports/actions.py",
        "return self.named > MOST_ALONE",
        "return False",
        ("tests/exports/test_downloads.py",),
    ),
    Fault(
        "a withdrawn consent ignored",
        "bokjihub/visits/queries/card.py",
        "return bool(visit.volunteer_basis) or volunteer_consent(visit.household_id, day) is not None",
        "return True",
        ("tests/field/test_card.py",),
    ),
    Fault(
        "a link to an agency without its consent",
        "bokjihub/resources/actions/links.py",
        "allowed = permission.items if permission.consent else MINIMUM",
        "allowed = tuple(referral.items)",
        ("tests/resources/test_links.py",),
    ),
    Fault(
        "a hidden address on an envelope",
        "bokjihub/discovery/views/papers.py",
        "[_label(item) for item in items if not item.household.is_sealed]",
        "[_label(item) for item in items]",
        ("tests/discovery/test_work_pages.py",),
    ),
    Fault(
        "the nurse reads why a home is on the list",
        f"{ACCESS}/panels.py",
        "**dict.fromkeys((P.DOOR_HINT, P.HEALTH, P.WEEK), ALL),",
        "**dict.fromkeys((P.DOOR_HINT, P.HEALTH, P.WEEK, P.WHY), ALL),",
        ("tests/desk/test_household.py",),
    ),
    Fault(
        "one person asks to close and approves",
        "bokjihub/discovery/actions/closing.py",
        "        raise SamePersonDecides\n    request.decided_by",
        "        pass\n    request.decided_by",
        ("tests/discovery/test_closing.py", "-k", "nobody_approves"),
    ),
    Fault(
        "the scope stays on the connection",
        f"{ACCESS}/scope.py",
        "', %s, true)\" for name in _NAMES)",
        "', %s, false)\" for name in _NAMES)",
        (ROWS, "-k", "scope_is_gone"),
    ),
    Fault(
        "starting as an owner of tables",
        f"{ACCESS}/checks.py",
        "    if owned:",
        "    if False:",
        (ROWS, "-k", "strong_role"),
    ),
    Fault(
        "a table without its fence",
        "bokjihub/people/migrations/0002_fence.py",
        "*(fence(table) for table in TABLES)",
        '*(fence(table) for table in TABLES if table != "people_consent")',
        (ROWS,),
        in_database=True,
    ),
    Fault(
        "a fence that knows no home given",
        f"{ACCESS}/rows.py",
        "bokji_areas())::uuid[]) OR {household} = ANY ((SELECT bokji_subjects())::uuid[])",
        "bokji_areas())::uuid[])",
        (ROWS,),
        in_database=True,
    ),
    Fault(
        "a fence for reading only",
        f"{ACCESS}/rows.py",
        "WITH CHECK ({within})",
        "WITH CHECK (true)",
        ("tests/accounts/test_scope.py",),
        in_database=True,
    ),
    Fault(
        "the search forgets the scope",
        "bokjihub/people/migrations/0002_fence.py",
        "f.area_id = ANY ((SELECT bokji_areas())::uuid[]) OR f.household_id = ANY ((SELECT bokji_subjects())::uuid[])",
        "true",
        (RECORD, "-k", "search"),
        in_database=True,
    ),
    Fault(
        "the record can be rewritten",
        "bokjihub/audit/migrations/0002_chain.py",
        "REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM bokji_app;\n",
        "\n",
        (ROWS, "-k", "kept"),
        in_database=True,
    ),
    Fault(
        "the record's rows no longer hang together",
        "bokjihub/audit/migrations/0002_chain.py",
        "NEW.prev := coalesce(last.digest, ''::bytea);",
        "NEW.prev := ''::bytea;",
        ("tests/audit/test_verify.py",),
        in_database=True,
    ),
    Fault(
        "the guard of closings never called",
        "bokjihub/cases/migrations/0003_closing_proof.py",
        "CREATE CONSTRAINT TRIGGER closing_proof AFTER INSERT OR UPDATE OR DELETE ON discovery_closure",
        "CREATE CONSTRAINT TRIGGER closing_proof AFTER DELETE ON discovery_closure",
        ("tests/discovery/test_invariant.py",),
        in_database=True,
    ),
    Fault(
        "a worry closed without its proof",
        "bokjihub/cases/migrations/0003_closing_proof.py",
        "    IF kind = 'NONEED' AND NOT",
        "    IF false AND NOT",
        ("tests/discovery/test_closing.py", "-k", "what_is_missing"),
        in_database=True,
    ),
)
