"""R4 서비스 연계 and R7 자원: links that reached somebody, and what became of what was given.

건 = links with at least one delivery in the period (process §11.5: a link counts only with a delivery); 금액 = won of those
deliveries. R7 adds the entries of the ledger; donors' names stay inside, on the screen of who keeps the ledger.
"""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, TextChoices

from bokjihub.accounts.access.policy import Act
from bokjihub.partners.models import Agency
from bokjihub.resources.models import Account, Entry, LinkDelivery, Lot, Need
from bokjihub.statistics.queries.frame import MOST_LINES, Cell, Column, Definition, Line, Row, Scope, Unit, sum_row

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
    Column("expired", "그 가운데 기한 지남", Unit.WON),
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


def _goods_by(scope: Scope, by: str, names: type[TextChoices]) -> list[Row]:
    """Entries of the ledger by a property of their lot, in one pass."""
    inside = Q(movement__moved_on__gte=scope.first)
    here = Q(account__in=[Account.STOCK, Account.RESERVED])
    found = (
        Entry.objects.filter(movement__moved_on__lte=scope.last)
        .values(key=F(f"lot__{by}"))
        .annotate(
            lots=Count("lot_id", distinct=True, filter=inside & Q(account=Account.INCOME)),
            came=-Sum("won", filter=inside & Q(account=Account.INCOME), default=0),
            went=Sum("won", filter=inside & Q(account=Account.DELIVERED), default=0),
            lost=Sum("won", filter=inside & Q(account__in=[Account.DISCARDED, Account.RETURNED]), default=0),
            left=Sum("won", filter=here, default=0),
            expired=Sum("won", filter=here & Q(lot__expires_on__lt=scope.last), default=0),
        )
    )
    figures: dict[str, dict[str, Any]] = {line["key"]: dict(line) for line in found}
    rows = []
    for one in names:
        line = figures.get(one.value)
        if line and any(line[column.key] for column in GOODS):
            rows.append(Row(one.value, str(one.label), {column.key: line[column.key] for column in GOODS}))
    return rows


def _goods(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = _goods_by(scope, "kind", Lot.Kind)
    return rows, sum_row(GOODS, rows), _city_notes(scope)


def _custodians(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    rows = _goods_by(scope, "custodian", Lot.Custodian)
    return rows, sum_row(GOODS, rows), _city_notes(scope)


def _city_notes(scope: Scope) -> list[str]:
    return ["장부는 시 전체의 것이라 동을 골라도 나뉘지 않습니다."] if scope.area_ids else []


DONORS = (
    Column("lots", "받은 건", Unit.COUNT),
    Column("won", "받은 값", Unit.WON),
    Column("latest", "마지막으로 받은 날", Unit.WORDS),
)
NAMELESS = "이름을 밝히지 않음"


def _donors(scope: Scope) -> tuple[list[Row], Row | None, list[str]]:
    """The names are sealed row by row, so they are opened here and added up here; only who keeps the ledger reads them."""
    sums: dict[str, list[Lot]] = {}
    for lot in Lot.objects.filter(state=Lot.State.RECEIVED, **scope.days("received_on")).order_by("received_on"):
        sums.setdefault(NAMELESS if lot.is_anonymous else lot.donor or NAMELESS, []).append(lot)
    ordered = sorted(sums.items(), key=lambda pair: (-sum(lot.total_won for lot in pair[1]), pair[0]))
    rows = [
        Row(
            name,
            name,
            {
                "lots": len(lots),
                "won": sum(lot.total_won for lot in lots),
                "latest": lots[-1].received_on.isoformat(),
            },
        )
        for name, lots in ordered
    ]
    return rows, sum_row(DONORS, rows), ["이 표는 장부를 맡은 사람만 화면으로 봅니다. 파일로는 나가지 않습니다."]


def _links_behind(scope: Scope, key: str) -> list[Line]:
    found = _delivered(scope)
    if key != "total":
        sector, _, need = key.partition(".")
        found = found.filter(link__service__provider__agency__sector=sector)
        found = found.filter(link__service__need=need) if need else found
    rows = found.order_by("-delivered_on").values_list("delivered_on", "household_id", "area_id")
    return [Line(*row) for row in rows[:MOST_LINES]]


REPORTS = (
    Definition(
        "links",
        "R4",
        "서비스 연계 실적",
        LINKS,
        _sectors,
        "연계는 기간 안에 한 번이라도 전달된 의뢰, 금액은 그 전달의 값입니다. 보내기만 한 의뢰는 세지 않습니다.",
        behind=_links_behind,
    ),
    Definition(
        "links-needs",
        "R4-1",
        "서비스 연계 어려움별",
        LINKS,
        _links,
        "전달된 의뢰를 공공·민간과 어려움으로 나누었습니다. 같은 가구가 여러 줄에 나올 수 있어 가구는 더하지 않습니다.",
        behind=_links_behind,
    ),
    Definition(
        "goods",
        "R7",
        "자원 입고·배분 실적",
        GOODS,
        _goods,
        "장부의 분개를 더한 값입니다. 기한 지남은 끝날에 소비기한이 지난 채 남은 것입니다. 준 곳의 이름은 이 표에 나오지 않습니다.",
    ),
    Definition(
        "goods-custodians",
        "R7-2",
        "자원 맡은 곳별 실적",
        GOODS,
        _custodians,
        "장부의 분개를 물품을 맡은 곳으로 나누어 더한 값입니다. 준 곳의 이름은 이 표에 나오지 않습니다.",
    ),
    Definition(
        "goods-donors",
        "R7-3",
        "자원 준 곳별(안에서만)",
        DONORS,
        _donors,
        "받은 날로 셉니다. 한 곳이 여러 번 주면 한 줄입니다.",
        only=Act.LEDGER,
    ),
)
