"""What leaves the house on paper or as a file: Excel with a reason, the list, 부재 안내문, envelope labels. Each is on record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.areas.models import Team
from bokjihub.areas.queries import team_name
from bokjihub.audit.models import Entry
from bokjihub.discovery.forms.work import ticked
from bokjihub.discovery.models import WorkItem
from bokjihub.discovery.queries import work as queries
from bokjihub.discovery.queries.work import Row, work_item_facts
from bokjihub.exports import actions as exports
from bokjihub.exports.door import hand_out
from bokjihub.people.queries import head_of
from bokjihub.ui import sheets

COLUMNS = (
    sheets.Column("순위", "count", width=6),
    sheets.Column("작업 번호", width=16),
    sheets.Column("가구(가림)", width=12),
    sheets.Column("성·나이·가구원·통", width=18),
    sheets.Column("왜 살피나요", width=44),
    sheets.Column("점수", "count", width=8),
    sheets.Column("발굴", width=8),
    sheets.Column("상태", width=14),
    sheets.Column("마지막 연락", width=20),
    sheets.Column("담당", width=10),
    sheets.Column("기한", "date"),
)


@route(Act.WORK_LIST)
def export_list(request: Request) -> HttpResponse:
    """엑셀 내려받기: the list as shown, masked, with its reason on record; above fifty rows the head says yes first."""
    found = queries.work_list(request.access.actor, chip=request.GET.get("show", ""))
    back = reverse("discovery:work_list")
    crumbs = [{"label": "작업목록", "url": back}, {"label": "엑셀 내려받기", "url": ""}]
    return hand_out(request, _sheet(request, found.rows), title="엑셀 내려받기", back=back, crumbs=crumbs)


def _sheet(request: Request, rows: tuple[Row, ...]) -> exports.Sheet:
    actor = request.access.actor
    place = actor.main_post.title if actor.main_post else ""
    return exports.Sheet(
        what="발굴 작업목록",
        file_name=sheets.file_name("발굴작업목록", _dong(rows) or place, day=actor.day, ending="xlsx"),
        columns=COLUMNS,
        rows=[_cells(row) for row in rows],
        named=len(rows),
        subjects=frozenset(row.household_id for row in rows),
    )


@route(Act.WORK_LIST, methods=("GET",))
def print_list(request: Request) -> HttpResponse:
    """The list on paper: two lines a home, with room to write."""
    actor = request.access.actor
    found = queries.work_list(actor, chip=request.GET.get("show", ""))
    request.access.show(row.household_id for row in found.rows)
    _left_the_house(request, "작업목록 인쇄", len(found.rows))
    return render(request, "discovery/print_list.html", _paper(request, "발굴 작업목록") | {"list": found})


@route(Act.CONTACT, subject=work_item_facts, methods=("GET",))
def print_notice(request: Request, work_item_id: UUID) -> HttpResponse:
    """부재 안내문: a note for the door. It names nobody's trouble: who came, whom to call."""
    item = get_object_or_404(WorkItem.objects.select_related("area", "owner__user", "owner__team"), id=work_item_id)
    _left_the_house(request, "부재 안내문", 1)
    team = item.owner.team if item.owner else None
    context = _paper(request, "다녀갑니다") | {
        "item": item,
        "officer": item.owner.user.name if item.owner else "",
        "team_name": team_name(team, request.access.actor.day) if team else "",
        "phone": team.phone if team else "",
    }
    return render(request, "discovery/print_notice.html", context)


@route(Act.CONTACT, methods=("POST",))
def print_labels(request: Request) -> HttpResponse:
    """봉투 이름표 for the ticked rows: name and address in full, because the post must arrive. On record for each."""
    actor = request.access.actor
    items = list(
        queries.open_items(actor)
        .filter(id__in=ticked(request.POST.getlist("item")))
        .select_related("household")
        .order_by("household__address")
    )
    labels = [_label(item) for item in items if not item.household.is_sealed]
    request.access.show(item.household_id for item in items)
    _left_the_house(request, "봉투 이름표", len(labels))
    sealed = len(items) - len(labels)
    context = _paper(request, "봉투 이름표") | {"labels": labels, "sealed": sealed}
    return render(request, "discovery/print_labels.html", context)


def _label(item: WorkItem) -> dict[str, str]:
    head = head_of(item.household_id)
    return {"name": head.name if head and head.name != "미상" else "세대주", "address": item.household.address}


def _left_the_house(request: Request, what: str, count: int) -> None:
    request.access.kind = Entry.Kind.EXPORT
    request.access.detail = {"what": what, "count": count, "reason": "업무"}


def _paper(request: Request, title: str) -> dict[str, object]:
    actor = request.access.actor
    post = actor.main_post
    team = Team.objects.filter(id=post.team_id).first() if post and post.team_id else None
    return {
        "title": title,
        "office_name": team_name(team, actor.day) if team else "",
        "printed_by": actor.name,
        "printed_at": timezone.now(),
    }


def _cells(row: Row) -> list[sheets.Cell]:
    why = ", ".join(reason.label for reason in row.reasons) + (f" 외 {row.more_reasons}" if row.more_reasons else "")
    return [
        row.rank,
        row.number,
        row.name,
        row.about,
        why,
        row.points,
        row.times_words,
        row.state_words,
        row.last_contact,
        row.owner,
        row.due,
    ]


def _dong(rows: tuple[Row, ...]) -> str:
    names = {row.area for row in rows}
    return names.pop() if len(names) == 1 else ""
