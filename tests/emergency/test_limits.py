"""제10조 by date, periods and the day of the end: every case worked out by hand."""

import datetime as dt

import pytest

from bokjihub.emergency import limits, rates
from bokjihub.emergency.limits import CommitteeMissing, LimitReached, NoLimitKnown, Room
from bokjihub.emergency.models import CrisisReason, Grant, Kind

D = dt.date
pytestmark = pytest.mark.django_db


# first period, mayor's extensions, total; read by hand in the versions of the statute named beside
@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        (Kind.LIVING, D(2016, 8, 31), (1, 2, 6)),  # in force 2015-07-01 and 2016-06-30
        (Kind.LIVING, D(2023, 12, 13), (1, 2, 6)),  # the last day of the old text
        (Kind.LIVING, D(2023, 12, 14), (3, 0, 6)),  # Act 19448, six months after 2023-06-13
        (Kind.LIVING, D(2026, 11, 23), (3, 0, 6)),
        (Kind.MEDICAL, D(2016, 8, 31), (1, 0, 2)),
        (Kind.HOUSING, D(2013, 1, 23), (1, 2, 12)),
        (Kind.HOUSING, D(2024, 1, 2), (1, 2, 12)),
        (Kind.FACILITY, D(2024, 1, 2), (1, 2, 6)),
        (Kind.EDU, D(2015, 6, 30), (1, 0, 2)),  # the statute of 2012
        (Kind.EDU, D(2015, 7, 1), (1, 0, 4)),  # Act 12934, in force six months after 2014-12-30
        (Kind.OTHER, D(2016, 1, 5), (1, 2, 6)),
    ],
)
def test_the_limit_is_that_of_the_day(kind: Kind, day: dt.date, expected: tuple[int, int, int]) -> None:
    limit = limits.limit_on(kind, day)
    assert (limit.first, limit.by_mayor, limit.total) == expected
    assert "제10조" in limit.basis


def test_before_the_oldest_text_nothing_is_said() -> None:
    with pytest.raises(NoLimitKnown):
        limits.limit_on(Kind.LIVING, D(2013, 1, 22))


@pytest.mark.parametrize(
    ("begins_on", "counts"),
    [
        (D(2016, 8, 30), D(2016, 8, 30)),  # written down years later: the law of then
        (D(2026, 9, 23), D(2026, 11, 22)),  # sixty days: still the decision of today
        (D(2026, 9, 22), D(2026, 9, 22)),
        (D(2026, 12, 1), D(2026, 11, 22)),  # an extension that begins later is decided today
    ],
)
def test_the_law_of_the_decision_or_of_help_long_past(begins_on: dt.date, counts: dt.date) -> None:
    assert limits.law_day(begins_on, D(2026, 11, 22)) == counts


def room(used: int, first: int, by_mayor: int, total: int, title: str = "생계지원", unit: str = "개월") -> Room:
    return Room(title, unit, used, first, by_mayor, total, "긴급복지지원법 제10조")


@pytest.mark.parametrize(
    ("used", "months", "committee", "step"),
    [
        (0, 1, None, Grant.Step.FIRST),
        (1, 1, None, Grant.Step.MAYOR),
        (2, 1, None, Grant.Step.MAYOR),
        (3, 1, D(2016, 5, 2), Grant.Step.COMMITTEE),
        (3, 3, D(2016, 5, 2), Grant.Step.COMMITTEE),
    ],
)
def test_the_old_law_goes_month_by_month(used: int, months: int, committee: dt.date | None, step: Grant.Step) -> None:
    assert limits.step_for(room(used, 1, 2, 6), months, committee) is step


def test_the_old_law_gives_no_two_months_at_once_without_the_committee() -> None:
    with pytest.raises(CommitteeMissing, match="지금 정할 수 있는 것은 1개월입니다"):
        limits.step_for(room(0, 1, 2, 6), 2, None)
    with pytest.raises(CommitteeMissing, match="다 썼습니다"):
        limits.step_for(room(3, 1, 2, 6), 1, None)


def test_the_new_law_gives_three_months_at_once() -> None:
    assert limits.step_for(room(0, 3, 0, 6), 3, None) is Grant.Step.FIRST
    with pytest.raises(CommitteeMissing):
        limits.step_for(room(3, 3, 0, 6), 1, None)


def test_over_the_total_says_what_is_left_and_by_which_article() -> None:
    with pytest.raises(LimitReached) as refusal:
        limits.step_for(room(4, 3, 0, 6), 3, D(2026, 11, 20))
    assert refusal.value.sentence == (
        "생계지원은 한 번의 위기에 6개월까지입니다. 이미 4개월을 썼으므로 2개월까지 고를 수 있습니다(긴급복지지원법 제10조)."
    )
    with pytest.raises(
        LimitReached, match=r"의료지원은 한 번의 위기에 2회까지입니다. 이미 2회를 썼으므로 더 지원할 수 없"
    ):
        limits.step_for(room(2, 1, 0, 2, "의료지원", "회"), 1, D(2026, 11, 20))


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (D(2026, 11, 23), 3, D(2027, 2, 22)),
        (D(2026, 11, 1), 1, D(2026, 11, 30)),
        (D(2026, 11, 30), 3, D(2027, 2, 28)),  # no 30 February: the month's last day
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2026, 3, 29), 1, D(2026, 4, 28)),
        (D(2027, 1, 29), 1, D(2027, 2, 28)),
    ],
)
def test_a_period_of_months_ends_before_the_corresponding_day(
    starts_on: dt.date, months: int, ends_on: dt.date
) -> None:
    assert limits.months_end(starts_on, months) == ends_on


@pytest.mark.parametrize(
    ("day", "quarters", "last"),
    [
        (D(2026, 3, 1), 1, D(2026, 5, 31)),
        (D(2026, 8, 31), 1, D(2026, 8, 31)),
        (D(2026, 9, 1), 1, D(2026, 11, 30)),
        (D(2026, 12, 1), 1, D(2027, 2, 28)),
        (D(2028, 1, 15), 1, D(2028, 2, 29)),
        (D(2026, 11, 23), 2, D(2027, 2, 28)),
    ],
)
def test_school_quarters(day: dt.date, quarters: int, last: dt.date) -> None:
    assert limits.quarter_end(day, quarters) == last


@pytest.mark.parametrize(
    ("ends_on", "due"),
    [
        (D(2027, 2, 22), D(2027, 2, 19)),  # Friday
        (D(2026, 11, 25), D(2026, 11, 20)),  # the 22nd is a Sunday
        (D(2026, 11, 24), D(2026, 11, 20)),  # the 21st is a Saturday
        (D(2026, 12, 28), D(2026, 12, 24)),  # Christmas is a holiday
        (D(2026, 9, 29), D(2026, 9, 23)),  # 24-26 September: 추석
    ],
)
def test_three_days_before_the_end_moves_back_to_a_working_day(ends_on: dt.date, due: dt.date) -> None:
    assert limits.extension_due(ends_on) == due


def test_objections_run_thirty_days_to_a_working_day() -> None:
    assert limits.objection_until(D(2026, 11, 23)) == D(2026, 12, 23)
    assert limits.objection_until(D(2026, 11, 25)) == D(2026, 12, 28)  # the 25th is Christmas, then a weekend


def codes_on(day: dt.date) -> set[str]:
    return set(CrisisReason.objects.on(day).values_list("code", flat=True))


def test_a_reason_counts_only_from_its_day() -> None:
    assert "second_earner" not in codes_on(D(2018, 2, 11))
    assert "second_earner" in codes_on(D(2018, 2, 12))
    # since 2019-06-12 the statute itself names the second earner (제6호, 제7호)
    assert "second_earner" not in codes_on(D(2019, 6, 12))
    assert {"care", "arrears", "utility_cut"}.isdisjoint(codes_on(D(2015, 6, 30)))
    assert {"care", "arrears", "utility_cut"} <= codes_on(D(2015, 7, 1))
    assert "자연재해" not in CrisisReason.objects.on(D(2019, 6, 11)).get(code="disaster").name
    assert "자연재해" in CrisisReason.objects.on(D(2019, 6, 12)).get(code="disaster").name


def test_reasons_say_whether_their_date_was_read() -> None:
    for reason in CrisisReason.objects.all():
        assert reason.basis
        assert reason.is_assumed == ("고시" in reason.basis), reason.code
    codes = [reason.code for day in (D(2016, 8, 1), D(2026, 11, 23)) for reason in CrisisReason.objects.on(day)]
    assert len(codes) == len(codes_on(D(2016, 8, 1))) + len(codes_on(D(2026, 11, 23))), "one row a code a day"


@pytest.mark.parametrize(
    ("kind", "detail", "size", "day", "won"),
    [
        (Kind.LIVING, "", 1, D(2026, 11, 23), 783_000),
        (Kind.LIVING, "", 4, D(2026, 11, 23), 1_994_600),
        (Kind.MEDICAL, "", 1, D(2016, 8, 1), 3_000_000),
        (Kind.OTHER, "electricity", 1, D(2026, 11, 23), 500_000),
        (Kind.OTHER, "fuel", 1, D(2026, 11, 23), 150_000),
        (Kind.OTHER, "birth", 1, D(2026, 11, 23), 700_000),
        (Kind.OTHER, "funeral", 1, D(2026, 11, 23), 800_000),
        (Kind.EDU, "middle", 1, D(2026, 11, 23), 180_000),
        (Kind.LIVING, "", 1, D(2016, 8, 1), None),  # no verified amount of 2016: the officer names the notice
        (Kind.LIVING, "", 1, D(2027, 1, 4), None),  # not published yet
        (Kind.HOUSING, "", 1, D(2026, 11, 23), None),  # 중소도시: derived only, not seen in print
        (Kind.OTHER, "fuel", 1, D(2026, 9, 30), None),  # October to March
    ],
)
def test_rates_are_verified_figures_of_the_day(
    kind: Kind, detail: str, size: int, day: dt.date, won: int | None
) -> None:
    figure = rates.rate_for(kind, detail, size, "중소도시", day).figure
    assert (figure.won if figure else None) == won


def test_living_and_housing_stay_under_forty_percent_of_the_median() -> None:
    assert rates.ceiling(1, D(2026, 11, 23)) == 1_025_695  # 2,564,238 x 0.4 = 1,025,695.2
    assert rates.ceiling(4, D(2016, 1, 1)) == 1_756_573  # 4,391,434 x 0.4
    assert rates.ceiling(4, D(2015, 12, 31)) is None  # 최저생계비 until then
    assert rates.rate_for(Kind.HOUSING, "", 1, "중소도시", D(2026, 11, 23)).cap_won == 1_025_695


def test_limits_of_the_follow_up() -> None:
    income, financial = rates.income_limit(1, D(2026, 12, 1)), rates.financial_limit(Kind.LIVING, 1, D(2026, 12, 1))
    assert income is not None
    assert income.won == 1_923_178  # 2,564,238 x 0.75 = 1,923,178.5
    assert financial is not None
    assert financial.won == 8_564_000
    assert rates.is_within_assets("중소도시", 194_000_000, 60_000_000, D(2026, 12, 1)) is True  # 152 + 42 million
    assert rates.is_within_assets("중소도시", 194_000_001, 60_000_000, D(2026, 12, 1)) is False
    assert rates.is_within_assets("중소도시", 100_000_000, 0, D(2016, 8, 1)) is None
