"""When nothing waits: one sentence and the next useful things of a person's own trade (screens §3.4)."""

from dataclasses import dataclass

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.desk.links import url_of

DONE = "오늘 할 일을 모두 마쳤습니다."


@dataclass(frozen=True)
class WaysOn:
    """What the empty page says, and where one may go on."""

    sentence: str
    links: tuple[tuple[str, str], ...] = ()


# Whose work comes from elsewhere is told from where; the rest goes on with the next day's.
SENTENCES: dict[Role, str] = {
    Role.COUNSEL_SPECIALIST: "기다리는 일이 없습니다. 창구에 오신 분의 상담은 바로 적습니다.",
    Role.COMMITTEE: "심의 안건은 긴급지원담당이 회의 때 번호를 매긴 자료로 드립니다. 이 화면에서 하실 일은 없습니다.",
    Role.AGENCY: "의뢰는 담당자가 보내 드린 주소에서 봅니다. 로그인하지 않고 답하실 수 있습니다.",
}
LINKS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.DONG_OFFICER: (("이번 주 방문 보기", "visits:week_today"), ("작업목록 보기", "discovery:work_list")),
    Role.TEAM_HEAD: (("팀 오늘 보기", "desk:team"), ("승인함 보기", "desk:approvals")),
    Role.DONG_HEAD: (("팀 오늘 보기", "desk:team"), ("승인함 보기", "desk:approvals")),
    Role.VISITING_NURSE: (("방문사업 명단 보기", "visits:universal"), ("이번 주 방문 보기", "visits:week_today")),
    Role.COUNSEL_SPECIALIST: (
        ("전화·내방 상담 적기", "desk:quick_record"),
        ("신청 따라가기", "benefits:applications"),
        ("놓친 지원 보기", "benefits:missing"),
    ),
    Role.CASE_MANAGER: (("사례 목록 보기", "cases:my_cases"), ("이번 주 방문 보기", "visits:week_today")),
    Role.HOPE_UNIT: (("사례회의 보기", "cases:conferences"), ("종합 월보 보기", "statistics:reports")),
    Role.EMERGENCY_OFFICER: (("긴급지원 목록 보기", "emergency:list"), ("예산과 쓴 돈 보기", "emergency:money")),
    Role.EMERGENCY_HEAD: (("승인함 보기", "desk:approvals"), ("긴급지원 목록 보기", "emergency:list")),
    Role.RESOURCE_DESK: (("기다리는 기탁·나눔 보기", "resources:home"),),
    Role.COUNCIL_SECRETARY: (("협의체·봉사자 보기", "partners:council"),),
    Role.MONITOR: (("허브화 현황 보기", "rollout:map"),),
    Role.PRIVACY_OFFICER: (("열람기록·소명 보기", "audit:review"),),
    Role.CITY_ADMIN: (("발령·계정 보기", "accounts:posts"),),
}


def ways_on(actor: Actor) -> WaysOn:
    """The sentence and the links of the person's main post."""
    post = actor.main_post
    role = post.role if post else None
    links = LINKS.get(role, ()) if role else ()
    return WaysOn(
        SENTENCES.get(role, DONE) if role else DONE,
        tuple((label, url) for label, name in links if (url := url_of(name))),
    )
