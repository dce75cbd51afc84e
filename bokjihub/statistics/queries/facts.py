"""What can be counted freely: facts, how they may be split, what may be measured. Codes and names only, never words.

A fact is one kind of entry with its day. A dimension is a column with few values that anybody may read; nothing a person
wrote, nothing sealed and no name is one. Every fact is split by dong, month, quarter and year as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Sum, Value, When
from django.db.models.functions import Concat, ExtractQuarter, ExtractYear, TruncMonth

from bokjihub.assessments.models import Assessment
from bokjihub.benefits.models import Application
from bokjihub.cases.models import Case as CaseFile
from bokjihub.counselling.models import Counselling, MarketContact
from bokjihub.discovery.models import Channel, Closure, Level, Signal
from bokjihub.emergency.models import Kind as AidKind
from bokjihub.emergency.models import Payment
from bokjihub.partners.models import Agency
from bokjihub.programmes.models import Participation, Programme
from bokjihub.resources.models import LinkDelivery, Need
from bokjihub.statistics.queries.frame import Scope, Unit
from bokjihub.visits.models import Companion, Visit


@dataclass(frozen=True)
class Dimension:
    """A way to split: an expression over the entries, and the words of its codes."""

    key: str
    label: str
    by: Any
    words: Mapping[str, str] | None = None

    def word(self, code: Any) -> str:
        """How a value reads."""
        if code in (None, ""):
            return "나누지 않음"
        return str(self.words.get(str(code), code)) if self.words else str(code)


@dataclass(frozen=True)
class Measure:
    """Something to add up or to count once each."""

    key: str
    label: str
    unit: Unit
    of: Any


@dataclass(frozen=True)
class Fact:
    """One kind of entry."""

    key: str
    label: str
    rule: str
    rows: Callable[[Scope], QuerySet[Any]]
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]

    def dimension(self, key: str) -> Dimension | None:
        """The dimension of a key."""
        return next((one for one in self.dimensions if one.key == key), None)


def _times(day: str) -> tuple[Dimension, ...]:
    """Dong and the three ways to cut time, over the day of an entry."""
    quarter = Concat(ExtractYear(day), Value("년 "), ExtractQuarter(day), Value("분기"), output_field=CharField())
    return (
        Dimension("dong", "읍·면·동", F("area__name")),
        Dimension("month", "달", TruncMonth(day)),
        Dimension("quarter", "분기", quarter),
        Dimension("year", "해", ExtractYear(day)),
    )


def _choices(choices: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


ENTRIES = Measure("count", "건수", Unit.COUNT, Count("id", distinct=True))
HOUSEHOLDS = Measure("households", "가구", Unit.HOUSEHOLDS, Count("household_id", distinct=True))
PERSONS = Measure("persons", "명", Unit.PERSONS, Count("person_id", distinct=True))
YES_NO = {"yes": "예", "no": "아니요"}


def _yes(condition: Any) -> Any:
    return Case(When(condition, then=Value("yes")), default=Value("no"))


def _within(model: Any, day: str, **always: Any) -> Callable[[Scope], QuerySet[Any]]:
    """Entries of the period and the dongs asked for; the row fence adds the reach of whoever asks."""

    def rows(scope: Scope) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(**scope.days(day), **scope.in_areas(), **always)
        return found

    return rows


def _market_contacts(scope: Scope) -> QuerySet[Any]:
    """Counted in the dong that held the day, also when the home turned out to lie in another."""
    return MarketContact.objects.filter(
        **scope.days("market_day__held_on"), **scope.in_areas("market_day__area_id__in")
    )


def _signals(scope: Scope) -> QuerySet[Any]:
    return Signal.objects.filter(**scope.instants("received_at"), **scope.in_areas())


FACTS: tuple[Fact, ...] = (
    Fact(
        "signals",
        "발굴 신호",
        "받은 날로 셉니다.",
        _signals,
        (
            Dimension("channel", "경로", F("channel"), _choices(Channel)),
            Dimension("level", "급한 정도", F("level"), _choices(Level)),
            *_times("received_at"),
        ),
        (ENTRIES, HOUSEHOLDS),
    ),
    Fact(
        "closures",
        "걱정의 종결",
        "마친 날로 셉니다.",
        _within(Closure, "closed_on"),
        (Dimension("kind", "종결 사유", F("kind"), _choices(Closure.Kind)), *_times("closed_on")),
        (Measure("count", "건수", Unit.COUNT, Count("work_item_id")), HOUSEHOLDS),
    ),
    Fact(
        "counselling",
        "상담",
        "상담일로 셉니다.",
        _within(Counselling, "counselled_on"),
        (
            Dimension("channel", "방법", F("channel"), _choices(Counselling.Channel)),
            Dimension("disposition", "조치", F("disposition"), _choices(Counselling.Disposition)),
            Dimension("target", "대상", F("target_group")),
            *_times("counselled_on"),
        ),
        (ENTRIES, HOUSEHOLDS, Measure("minutes", "걸린 시간(분)", Unit.COUNT, Sum("minutes"))),
    ),
    Fact(
        "visits",
        "방문",
        "간 방문을 방문일로 셉니다.",
        _within(Visit, "planned_on", state__in=["done", "not_met", "aborted"]),
        (
            Dimension("programme", "방문사업", F("programme__name")),
            Dimension("result", "결과", F("result"), _choices(Visit.Result)),
            Dimension("pair", "2인 방문", _yes(Exists(Companion.objects.filter(visit=OuterRef("pk")))), YES_NO),
            *_times("planned_on"),
        ),
        (ENTRIES, HOUSEHOLDS),
    ),
    Fact(
        "measurements",
        "측정·검사",
        "잰 날로 셉니다. 답은 열지 않습니다.",
        _within(Assessment, "done_on"),
        (
            Dimension("form", "서식", F("version__form__title")),
            Dimension(
                "flagged", "살필 것", Case(When(is_flagged=True, then=Value("yes")), default=Value("no")), YES_NO
            ),
            *_times("done_on"),
        ),
        (ENTRIES, PERSONS),
    ),
    Fact(
        "market",
        "이동상담",
        "상담일로 셉니다. 이용은 연인원입니다.",
        _market_contacts,
        (
            Dimension("place", "곳", F("market_day__place")),
            Dimension("helped", "도움", Case(When(is_helped=True, then=Value("yes")), default=Value("no")), YES_NO),
            Dimension("dong", "읍·면·동", F("market_day__area__name")),
            *_times("market_day__held_on")[1:],
        ),
        (Measure("count", "이용", Unit.USERS, Count("id")), Measure("won", "연계 금액", Unit.WON, Sum("linked_won"))),
    ),
    Fact(
        "deliveries",
        "서비스 연계",
        "전달한 날로 셉니다. 건수는 전달이 있는 의뢰입니다.",
        _within(LinkDelivery, "delivered_on"),
        (
            Dimension("sector", "공공·민간", F("link__service__provider__agency__sector"), _choices(Agency.Sector)),
            Dimension("need", "어려움", F("link__service__need"), _choices(Need)),
            Dimension("agency", "기관", F("link__service__provider__agency__name")),
            *_times("delivered_on"),
        ),
        (
            Measure("count", "의뢰", Unit.COUNT, Count("link_id", distinct=True)),
            HOUSEHOLDS,
            Measure("won", "금액", Unit.WON, Sum("won")),
        ),
    ),
    Fact(
        "applications",
        "급여 신청",
        "신청을 연 날로 셉니다.",
        _within(Application, "opened_on"),
        (
            Dimension("benefit", "급여", F("benefit")),
            Dimension(
                "granted",
                "결정",
                Case(
                    When(is_granted=True, then=Value("granted")),
                    When(is_granted=False, then=Value("refused")),
                    default=Value("waiting"),
                ),
                {"granted": "받음", "refused": "안 됨", "waiting": "기다림"},
            ),
            *_times("opened_on"),
        ),
        (ENTRIES, HOUSEHOLDS),
    ),
    Fact(
        "emergency",
        "긴급지원 지급",
        "지급일로 셉니다.",
        _within(Payment, "paid_on"),
        (
            Dimension("kind", "종류", F("kind"), _choices(AidKind)),
            Dimension("reason", "위기사유", F("grant__aid__reason__name")),
            Dimension("way", "방법", F("way"), _choices(Payment.Way)),
            *_times("paid_on"),
        ),
        (
            Measure("count", "지급", Unit.COUNT, Count("id", distinct=True)),
            HOUSEHOLDS,
            Measure("won", "금액", Unit.WON, Sum("won")),
        ),
    ),
    Fact(
        "cases",
        "사례 의뢰",
        "의뢰일로 세고, 구분과 단계는 지금의 것입니다.",
        _within(CaseFile, "requested_on"),
        (
            Dimension("kind", "구분", F("kind"), _choices(CaseFile.Kind)),
            Dimension("state", "지금 단계", F("state"), _choices(CaseFile.State)),
            Dimension("holder", "맡은 곳", F("held_by"), _choices(CaseFile.Holder)),
            *_times("requested_on"),
        ),
        (ENTRIES, HOUSEHOLDS),
    ),
    Fact(
        "participation",
        "프로그램 참여",
        "신청일로 셉니다. 이름을 묻지 않은 분도 한 분씩 셉니다.",
        _within(Participation, "applied_on"),
        (
            Dimension("kind", "꼴", F("programme__kind"), _choices(Programme.Kind)),
            Dimension("title", "프로그램", F("programme__title")),
            Dimension("state", "지금", F("state"), _choices(Participation.State)),
            Dimension("result", "결과", F("result"), _choices(Participation.Result)),
            *_times("applied_on"),
        ),
        (Measure("count", "명", Unit.PERSONS, Count("id", distinct=True)), HOUSEHOLDS),
    ),
)
BY_KEY = {fact.key: fact for fact in FACTS}
