"""R3 in detail: what was measured and asked at visits, what was flagged, referred, and whether the person was seen (process §7.1, row 22).

Counted from the readable range and flags; nobody's answers are opened for a figure.
"""

from django.db.models import Count, Q

from bokjihub.assessments.models import Assessment, Flag, Referral
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, sum_row

COLUMNS = (
    Column("count", "측정·검사", Unit.COUNT),
    Column("persons", "받은 분", Unit.PERSONS),
    Column("flagged", "살필 것", Unit.COUNT),
    Column("urgent", "오늘 바로", Unit.COUNT),
    Column("referred", "의뢰", Unit.COUNT),
    Column("seen", "다녀오심", Unit.COUNT),
)


def _measurements(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    done = Assessment.objects.filter(**scope.days("done_on"), **scope.in_areas())
    figures = {
        line["version__form__code"]: line
        for line in done.values("version__form__code", "version__form__title").annotate(
            count=Count("id"), persons=Count("person_id", distinct=True), flagged=Count("id", filter=Q(is_flagged=True))
        )
    }
    urgent = _by_form(Flag.objects.filter(level=Flag.Level.URGENT), scope, "assessment", "assessment_id")
    sent = _by_form(Referral.objects.all(), scope, "flag__assessment", "id")
    seen = _by_form(Referral.objects.filter(seen=Referral.Seen.YES), scope, "flag__assessment", "id")
    rows = []
    for code, line in sorted(figures.items(), key=lambda pair: (-pair[1]["count"], pair[0])):
        cells: dict[str, Cell] = {key: line[key] for key in ("count", "persons", "flagged")}
        cells |= {"urgent": urgent.get(code, 0), "referred": sent.get(code, 0), "seen": seen.get(code, 0)}
        rows.append(Row(code, line["version__form__title"], cells))
    return rows, sum_row(COLUMNS, rows), []


def _by_form(found: object, scope: Scope, path: str, what: str) -> dict[str, int]:
    """How many rows of a kind belong to what was done in the scope, by form."""
    form = f"{path}__version__form__code"
    inside = found.filter(**scope.days(f"{path}__done_on"), **scope.in_areas(f"{path}__area_id__in"))  # type: ignore[attr-defined]
    return {line[form]: line["n"] for line in inside.values(form).annotate(n=Count(what, distinct=True))}


REPORTS = (
    Definition(
        "measurements",
        "R3-4",
        "방문간호 측정·검사",
        COLUMNS,
        _measurements,
        "잰 날이 기간에 든 기록을 서식별로 셉니다. 살필 것은 기준을 넘거나 바로 살펴야 할 답이 있는 기록이고, "
        "의뢰와 다녀오심은 그 기록에서 이어진 것입니다.",
    ),
)
