"""The seven places and what lies in each (screens §2.1): one row of links under the header, the same on every page.

A page belongs to the entry whose address its own begins with; a role sees only what it may open.
"""

from dataclasses import dataclass

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.desk.links import url_of


@dataclass(frozen=True)
class Entry:
    """One link of the second row: what it says, where it leads, the act that opens it."""

    label: str
    name: str
    act: Act

    @property
    def url(self) -> str:
        """Its path, or nothing when no room serves it."""
        return url_of(self.name)


@dataclass(frozen=True)
class Place:
    """One of the seven: its first open entry is where the place itself leads."""

    label: str
    entries: tuple[Entry, ...]
    rooms: tuple[str, ...] = ()  # first words of addresses that belong here without an entry of their own


PLACES = (
    Place(
        "오늘",
        (
            Entry("내 일", "desk:today", Act.TODAY),
            Entry("팀", "desk:team", Act.TEAM),
            Entry("승인함", "desk:approvals", Act.APPROVALS),
            Entry("쓰던 것", "desk:drafts", Act.TODAY),
        ),
    ),
    Place(
        "발굴",
        (
            Entry("작업목록", "discovery:work_list", Act.WORK_LIST),
            Entry("신호 접수함", "discovery:inbox", Act.INBOX),
            Entry("누구인지 확인", "discovery:identity_list", Act.MERGE),
            Entry("소재 찾기", "discovery:locate_list", Act.LOCATE),
            Entry("파일 올리기", "discovery:files", Act.FILES),
            Entry("회차", "discovery:rounds", Act.WORK_LIST),
        ),
        rooms=("people",),
    ),
    Place(
        "방문",
        (
            Entry("하루 방문", "visits:day_plan_today", Act.VISITS),
            Entry("주간판", "visits:week_today", Act.VISITS),
            Entry("계획판", "visits:board_today", Act.VISITS),
            Entry("방문사업", "visits:universal", Act.VISITS),
            Entry("방문 요일표", "resources:visiting", Act.LINK),
            Entry("이동상담", "counselling:markets", Act.MARKET),
        ),
        rooms=("assessments",),
    ),
    Place(
        "사례",
        (
            Entry("사례 목록", "cases:my_cases", Act.CASES),
            Entry("사례회의", "cases:conferences", Act.CASE_DECIDE),
            Entry("사후관리", "cases:aftercare", Act.CASES),
            Entry("담당자별", "cases:workload", Act.CASE_DECIDE),
        ),
    ),
    Place(
        "지원",
        (
            Entry("긴급지원", "emergency:list", Act.EMERGENCY),
            Entry("긴급지원심의위원회", "emergency:committee", Act.EMERGENCY),
            Entry("놓친 지원", "benefits:missing", Act.SCREEN),
            Entry("신청 따라가기", "benefits:applications", Act.APPLICATION),
            Entry("의뢰·회신", "resources:links", Act.LINK),
        ),
        rooms=("benefits", "counselling"),
    ),
    Place(
        "자원",
        (
            Entry("기다리는 일", "resources:home", Act.PARTNERS_EDIT),
            Entry("자원 찾기", "resources:directory", Act.DIRECTORY),
            Entry("기탁 의사", "resources:offers", Act.LEDGER),
            Entry("들어옴·창고", "resources:lots", Act.LEDGER),
            Entry("나눔", "resources:allocations", Act.LEDGER),
            Entry("전달할 곳", "resources:deliveries", Act.DELIVER),
            Entry("푸드마켓", "resources:food", Act.LEDGER),
            Entry("공동모금회", "resources:chest", Act.LEDGER),
            Entry("장부", "resources:ledger", Act.LEDGER),
            Entry("협의체·봉사자", "partners:council", Act.PARTNERS),
            Entry("프로그램", "programmes:programmes", Act.PROGRAMME),
        ),
        rooms=("resources", "partners", "programmes"),
    ),
    Place(
        "현황",
        (
            Entry("실적표", "statistics:reports", Act.REPORTS),
            Entry("실적 만들기", "statistics:build", Act.REPORT_KEPT),
            Entry("굳힌 표", "statistics:closed", Act.REPORT_KEPT),
            Entry("시·군·구 현황", "statistics:oversight", Act.ROLLOUT),
            Entry("허브화 현황", "rollout:map", Act.ROLLOUT),
            Entry("인력·권역", "rollout:staffing", Act.ROLLOUT),
            Entry("복지차량", "rollout:vehicles", Act.ROLLOUT),
        ),
    ),
    # For those whose work it is; the others reach what they need of it from their own pages.
    Place(
        "관리",
        (
            Entry("열람기록·소명", "audit:review", Act.AUDIT),
            Entry("현장 기기", "field:devices_out", Act.AUDIT),
            Entry("발령·계정", "accounts:posts", Act.ACCOUNTS),
        ),
        rooms=("audit",),
    ),
)


def may(actor: Actor, act: Act) -> bool:
    """Whether one of the person's roles opens pages of this kind at all."""
    return actor.has(*TABLE[act])


def open_places(actor: Actor) -> list[tuple[Place, list[Entry]]]:
    """The places where the person has a job, each with the entries open to them."""
    rows = [(place, [one for one in place.entries if may(actor, one.act) and one.url]) for place in PLACES]
    return [(place, entries) for place, entries in rows if entries]


def entry_of(path: str) -> tuple[Place | None, Entry | None]:
    """Where a page lies: the entry with the longest address its own begins with, or the place of its room."""
    found = [(len(one.url), place, one) for place in PLACES for one in place.entries if path.startswith(one.url)]
    if found:
        _, place, entry = max(found, key=lambda row: row[0])
        return place, entry
    room = path.strip("/").split("/")[0]
    return next((place for place in PLACES if room in place.rooms), None), None
