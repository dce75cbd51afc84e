"""R8 협의체·인적안전망, links by funder and gifts lot by lot (process §7.1, rows 7, 15, 18, 23). Donors are never in a report."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.discovery.models import Channel, Signal
from bokjihub.partners.models import Agreement, CouncilMeeting, CouncilTerm, Volunteer
from bokjihub.resources.models import Account, LinkDelivery, Lot
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, percent, sum_row
from bokjihub.statistics.queries.rollout import cities_of_scope

ENDING_DAYS = 60
COUNCIL = (
    Column("appointed", "위촉", Unit.COUNT),
    Column("trained", "그 가운데 교육", Unit.COUNT),
    Column("members", "끝날 재임", Unit.COUNT),
    Column("ending", "60일 안 임기 끝", Unit.COUNT),
    Column("meetings", "연 회의", Unit.COUNT),
    Column("in_time", "5일 전에 알림", Unit.COUNT),
    Column("quorate", "과반수 출석", Unit.COUNT),
)


def _council(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    appointed = Q(**scope.days("starts_on"))
    in_office = Q(starts_on__lte=scope.last, ends_on__gte=scope.last)
    ending = in_office & Q(ends_on__lte=scope.last + dt.timedelta(days=ENDING_DAYS))
    figures: dict[UUID, dict[str, Any]] = {
        line["area_id"]: dict(line)
        for line in CouncilTerm.objects.values("area_id").annotate(
            appointed=Count("id", filter=appointed),
            trained=Count("id", filter=appointed & Q(**scope.days("trained_on"))),
            members=Count("id", filter=in_office),
            ending=Count("id", filter=ending),
        )
    }
    for line in _meetings(scope):
        figures.setdefault(line["area_id"], {}).update(line)
    rows = []
    for place in _places(scope):
        found = figures.get(place.id, {})
        cells: dict[str, Cell] = {column.key: found.get(column.key, 0) for column in COUNCIL}
        rows.append(Row(place.code or place.name, place.name, cells))
    return rows, sum_row(COUNCIL, rows), []


def _meetings(scope: Scope) -> list[dict[str, Any]]:
    """Meetings of the period with their minutes: told in time, opened with more than half (시행규칙 제5조제5항·제6항)."""
    held = CouncilMeeting.objects.filter(written_on__isnull=False, **scope.days("held_on"))
    lines = held.values("area_id").annotate(
        meetings=Count("id"),
        in_time=Count("id", filter=Q(noticed_on__lte=F("notice_due_on"))),
        quorate=Count("id", filter=Q(present__gt=F("in_office") / 2.0)),
    )
    return [dict(line) for line in lines]


NETWORK = (
    Column("people", "끝날 사람", Unit.PERSONS),
    Column("reports", "걱정 알림", Unit.COUNT),
    Column("found", "찾은 가구", Unit.HOUSEHOLDS),
    Column("helped", "도움받은 가구", Unit.HOUSEHOLDS),
    Column("share", "도움받은 비율", Unit.PERCENT),
)
HELPED = ("PUB_BASIC", "PUB_NEAR", "PUB_EMERG", "PUB_OTHER", "PRIV", "CASE")
# Who reports, by the way the report came; people are counted where they are entered.
REPORTERS = (Channel.COUNCIL, Channel.GOODNB, Channel.HONORARY, Channel.TONGJANG, Channel.NEIGHBOUR, Channel.DUTY)


def _network(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    told = Signal.objects.filter(channel__in=REPORTERS, **scope.instants("received_at"), **scope.in_areas())
    figures = {
        "reports": Count("id"),
        "found": Count("household_id", distinct=True, filter=Q(work_item__isnull=False)),
        "helped": Count("household_id", distinct=True, filter=Q(work_item__closure__kind__in=HELPED)),
    }
    lines: dict[str, dict[str, Any]] = {
        line["channel"]: dict(line) for line in told.values("channel").annotate(**figures)
    }
    people = _people(scope)
    rows = []
    for channel in REPORTERS:
        line = lines.get(channel, {"reports": 0, "found": 0, "helped": 0})
        cells: dict[str, Cell] = {key: line[key] for key in figures}
        cells |= {"people": people.get(channel), "share": percent(line["helped"], line["found"])}
        rows.append(Row(channel.value, str(channel.label), cells))
    total: dict[str, Cell] = dict(told.aggregate(**figures))
    total["share"] = percent(int(total["helped"] or 0), int(total["found"] or 0))
    return rows, Row("total", "합계", total), []


def _people(scope: Scope) -> dict[Channel, int]:
    """How many there are of each kind on the last day, where we keep a register of them."""
    volunteers = Volunteer.objects.on(scope.last).filter(**scope.in_areas())
    kinds = dict(volunteers.values_list("kind").annotate(Count("id")))
    terms = CouncilTerm.objects.on(scope.last).filter(**scope.in_areas())
    heads = Post.objects.on(scope.last).filter(role=Role.VILLAGE_HEAD, **scope.in_areas())
    return {
        Channel.COUNCIL: terms.values("area_id", "name").distinct().count(),
        Channel.GOODNB: kinds.get(Volunteer.Kind.GOOD_NEIGHBOUR, 0),
        Channel.HONORARY: kinds.get(Volunteer.Kind.HONORARY, 0),
        Channel.TONGJANG: heads.values("user_id").distinct().count(),
    }


def _places(scope: Scope) -> list[Area]:
    """Dongs of the scope; a city's own council stands before them when no dong was asked for."""
    places = []
    for city in cities_of_scope(scope):
        dongs = dongs_of(city, scope.last)
        if not scope.area_ids and CouncilTerm.objects.filter(area=city).exists():
            places.append(city)
        places += [dong for dong in dongs if not scope.area_ids or dong.id in scope.area_ids]
    return places


VOLUNTEERS = (
    Column("people", "봉사자", Unit.COUNT),
    Column("ready", "함께 갈 수 있음", Unit.COUNT),
    Column("dongs", "있는 읍·면·동", Unit.COUNT),
    Column("thanked", "올해 감사드린 분", Unit.COUNT),
)


def _volunteers(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    found = Volunteer.objects.on(scope.last).filter(**scope.in_areas())
    ready = Q(pledged_on__lte=scope.last, trained_until__gte=scope.last)
    thanked = Q(thanks__given_on__gte=scope.last.replace(month=1, day=1), thanks__given_on__lte=scope.last)
    rows = []
    for kind in Volunteer.Kind:
        sums = found.filter(kind=kind).aggregate(
            people=Count("id", distinct=True),
            ready=Count("id", filter=ready, distinct=True),
            dongs=Count("area_id", distinct=True),
            thanked=Count("id", filter=thanked, distinct=True),
        )
        rows.append(Row(kind.value, kind.label, dict(sums)))
    total = sum_row(VOLUNTEERS, rows)
    total.cells["dongs"] = found.values("area_id").distinct().count()
    return rows, total, []


AGREEMENTS = (
    Column("agencies", "기관", Unit.COUNT),
    Column("starts_on", "맺은 날", Unit.WORDS),
    Column("in_force", "끝날 유효", Unit.COUNT),
)


def _agreements(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """One line an agreement and day: with how many agencies it was made, how many of them still stand."""
    made = Agreement.objects.filter(**scope.days("starts_on")).values("title", "starts_on")
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=scope.last)
    lines = made.annotate(agencies=Count("agency_id", distinct=True), in_force=Count("id", filter=standing))
    rows = [
        Row(
            f"{line['title']}.{line['starts_on']}",
            line["title"],
            {
                "agencies": line["agencies"],
                "starts_on": line["starts_on"].isoformat(),
                "in_force": line["in_force"],
            },
        )
        for line in lines.order_by("starts_on", "title")
    ]
    return rows, sum_row(AGREEMENTS, rows), []


FUNDERS = (
    Column("count", "연계", Unit.COUNT),
    Column("times", "전달", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("won", "금액", Unit.WON),
)


def _funders(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    delivered = LinkDelivery.objects.filter(**scope.days("delivered_on"), **scope.in_areas())
    figures = {
        "count": Count("link_id", distinct=True),
        "times": Count("id"),
        "households": Count("household_id", distinct=True),
        "won": Sum("won", default=0),
    }
    agency, service = "link__service__provider__agency__name", "link__service__name"
    rows = []
    for line in delivered.values(agency, service).annotate(**figures).order_by(agency, "-won", service):
        cells: dict[str, Cell] = {key: line[key] for key in figures}
        rows.append(Row(f"{line[agency]}.{line[service]}", f"{line[agency]} · {line[service]}", cells))
    return rows, Row("total", "합계", delivered.aggregate(**figures)), []


LOTS = (
    Column("received_on", "받은 날", Unit.WORDS),
    Column("unit", "세는 말", Unit.WORDS),
    Column("came", "들어옴", Unit.COUNT),
    Column("went", "나감", Unit.COUNT),
    Column("left", "남음", Unit.COUNT),
    Column("won", "들어온 값", Unit.WON),
)


def _lots(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    until = Q(entries__movement__moved_on__lte=scope.last)
    here = Q(entries__account__in=[Account.STOCK, Account.RESERVED])
    lots = Lot.objects.filter(state=Lot.State.RECEIVED, **scope.days("received_on")).annotate(
        went=Sum("entries__quantity", filter=until & Q(entries__account=Account.DELIVERED), default=0),
        left=Sum("entries__quantity", filter=until & here, default=0),
    )
    rows = [
        Row(
            str(lot.id),
            lot.name,
            {
                "received_on": lot.received_on.isoformat(),
                "unit": lot.unit,
                "came": lot.quantity,
                "went": lot.went,
                "left": lot.left,
                "won": lot.total_won,
            },
        )
        for lot in lots.order_by("received_on", "name")
    ]
    total = Row("total", "합계", {"won": sum(lot.total_won for lot in lots)})
    return rows, total, ["세는 말이 달라 수량은 더하지 않습니다."] if rows else []


REPORTS = (
    Definition(
        "council",
        "R8",
        "읍면동 협의체 위촉",
        COUNCIL,
        _council,
        "위촉은 기간 안에 시작한 임기, 교육은 그 가운데 기간 안에 교육을 받은 분, 재임은 끝날 기준입니다. "
        "회의는 회의록을 적은 것만 셉니다.",
    ),
    Definition(
        "network",
        "R8-3",
        "인적안전망 실적",
        NETWORK,
        _network,
        "알림은 받은 날로, 찾은 가구와 도움받은 가구(공공·민간·사례로 종결)는 그 알림에서 이어진 것입니다. "
        "한 가구가 두 경로로 알려지면 두 줄에 듭니다.",
    ),
    Definition(
        "agreements",
        "R8-2",
        "업무협약",
        AGREEMENTS,
        _agreements,
        "맺은 날로 셉니다. 한 협약을 여러 기관과 맺으면 한 줄입니다.",
    ),
    Definition(
        "volunteers",
        "R8-1",
        "봉사자 현황",
        VOLUNTEERS,
        _volunteers,
        "그 날 활동 중인 분입니다. 함께 갈 수 있음은 교육이 유효하고 서약한 분, "
        "감사드린 분은 그해에 감사 인사를 받은 분입니다.",
        is_as_of=True,
    ),
    Definition(
        "links-funders",
        "R4-2",
        "서비스 연계 기관별",
        FUNDERS,
        _funders,
        "전달된 의뢰만 셉니다. 같은 가구가 여러 줄에 나올 수 있어 가구는 더하지 않습니다.",
    ),
    Definition(
        "goods-lots",
        "R7-1",
        "기탁 물품별 입고·배분",
        LOTS,
        _lots,
        "기간 안에 받은 것을 받은 날 차례로 적습니다. 준 곳의 이름은 어떤 표에도 나오지 않습니다.",
    ),
)
