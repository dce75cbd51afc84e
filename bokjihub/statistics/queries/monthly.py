"""R10 종합 월보: the month on one page, beside the month before and the same month last year."""

from bokjihub.statistics.queries import cases, contacts, discovery, emergency, measurements, mobile, resources
from bokjihub.statistics.queries.compare import before, period_words, year_ago
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Report, Row, Scope, Unit

COLUMNS = (
    Column("now", "이번 기간", Unit.EACH),
    Column("before", "지난 기간", Unit.EACH),
    Column("year_ago", "지난해 같은 때", Unit.EACH),
    Column("unit", "단위", Unit.WORDS),
)
# What stands on the page: report, the figure of its total, the words, its unit.
LINES: tuple[tuple[Definition, str, str, Unit], ...] = (
    (discovery.REPORTS[0], "count", "발굴 신호", Unit.COUNT),
    (discovery.REPORTS[0], "households", "발굴 가구", Unit.HOUSEHOLDS),
    (discovery.REPORTS[0], "contacted", "연락함", Unit.COUNT),
    (discovery.REPORTS[0], "first_days", "첫 연락까지(중앙값)", Unit.DAYS),
    (contacts.REPORTS[0], "count", "상담", Unit.COUNT),
    (contacts.REPORTS[0], "households", "상담 가구", Unit.HOUSEHOLDS),
    (contacts.REPORTS[3], "count", "방문", Unit.COUNT),
    (contacts.REPORTS[3], "met", "방문해 만남", Unit.COUNT),
    (contacts.REPORTS[3], "pair_share", "2인 방문률", Unit.PERCENT),
    (measurements.REPORTS[0], "count", "방문간호 측정·검사", Unit.COUNT),
    (measurements.REPORTS[0], "flagged", "그 가운데 살필 것", Unit.COUNT),
    (resources.REPORTS[0], "count", "서비스 연계", Unit.COUNT),
    (resources.REPORTS[0], "won", "서비스 연계 금액", Unit.WON),
    (cases.REPORTS[0], "accepted", "사례 접수", Unit.COUNT),
    (cases.REPORTS[0], "serving", "사례 제공 중(끝날)", Unit.COUNT),
    (cases.REPORTS[0], "closed", "사례 종결", Unit.COUNT),
    (emergency.REPORTS[0], "count", "긴급복지지원", Unit.COUNT),
    (emergency.REPORTS[0], "won", "긴급복지지원 금액", Unit.WON),
    (resources.REPORTS[2], "came", "자원 들어옴", Unit.WON),
    (resources.REPORTS[2], "went", "자원 나감", Unit.WON),
    (mobile.REPORTS[0], "users", "이동상담 이용", Unit.USERS),
    (mobile.REPORTS[0], "helped", "이동상담 도움", Unit.USERS),
    (mobile.REPORTS[0], "won", "이동상담 연계 금액", Unit.WON),
)


def _rows(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    periods = {"now": scope, "before": before(scope), "year_ago": year_ago(scope)}
    built: dict[tuple[str, str], Report] = {}

    def figure(definition: Definition, key: str, name: str) -> Cell:
        found = built.get((definition.name, name))
        if found is None:
            found = built[definition.name, name] = definition.build(periods[name])
        return found.total.cells.get(key) if found.total else None

    rows = [
        Row(
            f"{definition.name}.{key}",
            label,
            {**{name: figure(definition, key, name) for name in periods}, "unit": unit.value},
        )
        for definition, key, label, unit in LINES
    ]
    return (
        rows,
        None,
        [period_words("지난 기간", periods["before"]), period_words("지난해 같은 때", periods["year_ago"])],
    )


REPORTS = (Definition("monthly", "R10", "종합 월보", COLUMNS, _rows, "R1-R7과 R12의 합계를 그대로 옮긴 표입니다."),)
