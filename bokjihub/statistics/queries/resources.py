"""R4 서비스 연계 and R7 자원: links that reached somebody, and what became of what was given.

건 = links with at least one delivery in the period (process §11.5: a link counts only with a delivery); 금액 = won of those
deliveries. R7 adds the entries of the ledger; donors are never in a report.
"""

from django.db.models import Count, Q, QuerySet, Sum

from bokjihub.partners.models import Agency
from bokjihub.resources.models import Account, Entry, LinkDelivery, Lot, Need
from bokjihub.statistics.queries.frame import Cell, Column, Definition, Row, Scope, Unit, sum_row

LINKS = (
    Column("count", "연계", Unit.COUNT),
    Column("times", "전달", Unit.COUNT),
    Column("households", "가구", Unit.HOUSEHOLDS),
    Column("won", "금액", Unit.WON),
)
GOODS = (
    Column("lots", "받은 건", Unit.COUNT),
    Column("came", "들어옴", Unit.WON),
    Column("went", "나감", Unit.WON),
    Column("lost", "버림·돌려보냄", Unit.WON),
    Column("left", "기간 끝 창고·나눔 몫", Unit.WON),
)


def _delivered(scope: Scope) -> QuerySet[LinkDelivery]:
    return LinkDelivery.objects.filter(**scope.days("delivered_on"), **scope.in_areas())


def _cells(found: QuerySet[LinkDelivery]) -> dict[str, Cell]:
    sums = found.aggregate(
        count=Count("link_id", distinct=True),
        times=Count("id"),
        households=Count("household_id", distinct=True),
        won=Sum("won"),
    )
    return {**sums, "won": sums["won"] or 0}


def _links(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = []
    for sector in Agency.Sector:
        found = _delivered(scope).filter(link__service__provider__agency__sector=sector)
        for need in Need:
            cells = _cells(found.filter(link__service__need=need))
            if cells["count"]:
                rows.append(Row(f"{sector}.{need}", f"{sector.label} · {need.label}", cells))
    total = _cells(_delivered(scope))
    return rows, Row("total", "합계", total), []


def _sectors(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = [
        Row(
            sector.value, sector.label, _cells(_delivered(scope).filter(link__service__provider__agency__sector=sector))
        )
        for sector in Agency.Sector
    ]
    return rows, Row("total", "합계", _cells(_delivered(scope))), []


def _goods(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    entries = Entry.objects.filter(movement__moved_on__lte=scope.last)
    inside = Q(movement__moved_on__gte=scope.first)
    rows = []
    for kind in Lot.Kind:
        found = entries.filter(lot__kind=kind).aggregate(
            lots=Count("lot_id", distinct=True, filter=inside & Q(account=Account.INCOME)),
            came=Sum("won", filter=inside & Q(account=Account.INCOME)),
            went=Sum("won", filter=inside & Q(account=Account.DELIVERED)),
            lost=Sum("won", filter=inside & Q(account__in=[Account.DISCARDED, Account.RETURNED])),
            left=Sum("won", filter=Q(account__in=[Account.STOCK, Account.RESERVED])),
        )
        if not any(found.values()):
            continue
        cells: dict[str, Cell] = {key: value or 0 for key, value in found.items()}
        cells["came"] = -int(cells["came"] or 0)
        rows.append(Row(kind.value, kind.label, cells))
    notes = ["장부는 시 전체의 것이라 동을 골라도 나뉘지 않습니다."] if scope.area_ids else []
    return rows, sum_row(GOODS, rows), notes


REPORTS = (
    Definition(
        "links",
        "R4",
        "서비스 연계 실적",
        LINKS,
        _sectors,
        "연계는 기간 안에 한 번이라도 전달된 의뢰, 금액은 그 전달의 값입니다. 보내기만 한 의뢰는 세지 않습니다.",
    ),
    Definition(
        "links-needs",
        "R4-1",
        "서비스 연계 어려움별",
        LINKS,
        _links,
        "전달된 의뢰를 공공·민간과 어려움으로 나누었습니다. 같은 가구가 여러 줄에 나올 수 있어 가구는 더하지 않습니다.",
    ),
    Definition(
        "goods",
        "R7",
        "자원 입고·배분 실적",
        GOODS,
        _goods,
        "장부의 분개를 더한 값입니다. 준 곳의 이름은 어떤 표에도 나오지 않습니다.",
    ),
)
