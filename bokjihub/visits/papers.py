"""방문상담 기록 (process §3.9): planned and real times, the pair, the result, what was seen and said, what is next."""

from django.utils import timezone

from bokjihub.people.queries import head_of
from bokjihub.ui.papers.reading import Block, Heading, facts, table
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.signs import door_words


def record_blocks(visit: Visit) -> list[Block]:
    """One visit as it was made; before it is recorded the lines stay open."""
    head = head_of(visit.household_id)
    goers = [f"{visit.lead.title} {visit.lead.user.name}"]
    goers += [f"{one.kind} {one.post.user.name}" for one in visit.companions.select_related("post__user")]
    return [
        facts(
            ("대상", head.name if head else "미상"),
            ("방문사업", visit.programme.name),
            ("잡은 때", f"{visit.planned_on:%Y. %-m. %-d.} {visit.planned_at:%H:%M}"),
            ("간 때", _span(visit)),
            ("누가", ", ".join(goers) + (f" (혼자 간 까닭: {visit.alone_reason})" if visit.alone_reason else "")),
            ("왜", visit.purpose or visit.programme.name),
        ),
        Heading("결과"),
        facts(
            ("결과", visit.get_result_display()),
            ("문 앞 본 것", ", ".join(door_words(visit.door_signs))),
            ("안내문", "남김" if visit.notice_left else ("남기지 않음" if visit.result else None)),
            ("말씀(그대로)", visit.words),
            ("본 것", visit.observation),
            ("다음 확인일", visit.next_on),
        ),
        Heading("방문 중 안전"),
        table(
            ("때", "정도", "무슨 일", "부른 도움"),
            [
                (
                    f"{timezone.localtime(one.at):%Y. %-m. %-d. %H:%M}",
                    one.get_level_display(),
                    one.what,
                    one.help_called,
                )
                for one in visit.incidents.order_by("at")
            ],
        ),
        facts(("서명", "방문자            (인)    동행자            (인)    본인            (인)")),
    ]


def _span(visit: Visit) -> str | None:
    if visit.arrived_at is None:
        return None
    left = f"–{timezone.localtime(visit.left_at):%H:%M}" if visit.left_at else ""
    return f"{timezone.localtime(visit.arrived_at):%Y. %-m. %-d. %H:%M}{left}"
