"""What is on the desks beside the store: gifts somebody has promised, funds asked of 공동모금회, days of service in a village.

Everything through the actions of the rooms, on its day; givers, groups and figures are invented.
"""

import datetime as dt

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Role
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.programmes import actions as programmes
from bokjihub.programmes.models import Programme
from bokjihub.resources.actions import chest, gifts
from bokjihub.resources.models import Lot, Offer

Keeper, Came = Lot.Custodian, Offer.Came
# days ago, name, kind, unit, pieces, won in all, keeper, who spoke first, giver, purpose
PROMISED = (
    (2, "김장 김치", Lot.Kind.FOOD, "통", 60, 2_700_000, Keeper.COUNCIL, Came.OWN, "비석마을 부녀회", ""),
    (5, "겨울 이불", Lot.Kind.DAILY, "채", 40, 2_080_000, Keeper.TOWN, Came.OWN, "물레상회", "혼자 사시는 어르신의 겨울나기"),
    (12, "전기장판", Lot.Kind.APPLIANCE, "개", 30, 1_830_000, Keeper.TOWN, Came.OWN, "은행나무약국", "난방이 어려운 집"),
    (3, "연탄", Lot.Kind.HEATING, "장", 2_000, 1_800_000, Keeper.COUNCIL, Came.COLLECTOR, "갈재농협", "연탄을 때는 집"),
)  # fmt: skip
REVIEWED = "전기장판"
# days ago, title, won asked, won given (None: no answer yet), told
ASKED_FOR = (
    (20, "한파 대비 난방 키트", 6_000_000, None, False),
    (90, "홀로 어르신 반찬 나눔", 4_800_000, 4_000_000, False),
    (200, "여름 선풍기와 얼음물", 3_000_000, 3_000_000, True),
)
ANSWERED_AFTER, TOLD_AFTER = 25, 100
# What was done in the two years, and how often.
VILLAGE_DAYS = (
    (395, (("칼 갈이", "갈재 봉사회", 31, "자루"), ("이·미용", "동림미용 봉사회", 24, "명"), ("가전 수리", "가전고침 봉사회", 17, "대"))),
    (30, (("칼 갈이", "갈재 봉사회", 26, "자루"), ("이·미용", "동림미용 봉사회", 29, "명"), ("가전 수리", "가전고침 봉사회", 22, "대"),
          ("혈압·혈당 재기", "시보건소", 48, "명"))),
)  # fmt: skip
HEARD, ANSWER = "마을회관 앞길이 어두워 밤에 나오기가 무섭다", "가로등 두 개를 다는 공사를 다음 달 일정에 넣었습니다."
STILL_OPEN = "버스가 하루 세 번뿐이라 병원 가기가 어렵다"


def waiting(town: Town, today: dt.date) -> str:
    """Gifts promised, reviewed or to be forwarded; funds asked for, given, accounted for."""
    for days, name, kind, unit, pieces, won, keeper, came, giver, purpose in PROMISED:
        day = today - dt.timedelta(days=days)
        said = gifts.Said(name, kind, unit, pieces, won, keeper, came, day, donor=giver, purpose=purpose)
        with on_day(day, 11):
            offer = gifts.enter_offer(area=town.city, said=said, by=_first(town, Role.RESOURCE_DESK, day))
        if name == REVIEWED:
            _reviewed(town, offer, day + dt.timedelta(days=6))
    for days, title, asked, given, is_told in ASKED_FOR:
        _asked_for(town, title, asked, given, today - dt.timedelta(days=days), is_told=is_told)
    return f"기탁 의사 {len(PROMISED)}, 공동모금회 신청 {len(ASKED_FOR)}"


def village_days(town: Town, today: dt.date) -> str:
    """마을로 가는 날 of two years, so that one stands beside the other: the first is over, an opinion of the second waits."""
    seat = town.dongs["노암동"]
    officers = town.posts_of(Role.DONG_OFFICER, town.team_of[seat.name])
    for number, (days, services) in enumerate(VILLAGE_DAYS):
        day = today - dt.timedelta(days=days)
        offer = programmes.Offer(
            Programme.Kind.VILLAGE_DAY,
            "마을로 가는 날",
            seat,
            "노암동 행정복지센터",
            day,
            place="노암동 마을회관",
            budget_won=400_000,
        )
        by = town.actor(officers[0], day)
        with on_day(day, 17):
            made = programmes.open_programme(offer=offer, by=by)
            for service, group, times, unit in services:
                programmes.count_service(programme=made, service=service, given_by=group, times=times, unit=unit, by=by)
            said = programmes.hear_opinion(programme=made, words=STILL_OPEN if number else HEARD, by=by)
        if number == 0:
            later = day + dt.timedelta(days=9)
            with on_day(later, 10):
                by = town.actor(officers[0], later)
                programmes.answer_opinion(opinion=said, answer=ANSWER, by=by)
                programmes.close_programme(
                    programme=made, words="다음 해에는 혈압도 재기로 함", spent_won=352_000, by=by
                )
    return f"마을로 가는 날 {len(VILLAGE_DAYS)}번"


def _first(town: Town, role: Role, day: dt.date) -> Actor:
    return town.actor(town.posts_of(role)[0], day)


def _reviewed(town: Town, offer: Offer, day: dt.date) -> None:
    """기부심사위원회: its result is written by another than who took the offer."""
    with on_day(day, 14):
        by = _first(town, Role.HOPE_UNIT, day)
        gifts.record_review(offer=offer, is_accepted=True, reference=f"심사 {day:%Y}-31", reviewed_on=day, by=by)


def _asked_for(town: Town, title: str, asked: int, given: int | None, day: dt.date, *, is_told: bool) -> None:
    with on_day(day, 10):
        row = chest.apply_to_chest(
            area=town.city, year=day.year, title=title, applicant="남원시 희망복지지원단", asked_won=asked, applied_on=day,
            by=_first(town, Role.RESOURCE_DESK, day),
        )  # fmt: skip
    if given is None:
        return
    answered = day + dt.timedelta(days=ANSWERED_AFTER)
    with on_day(answered, 10):
        by = _first(town, Role.RESOURCE_DESK, answered)
        chest.record_chest_answer(application=row, is_granted=True, granted_won=given, decided_on=answered, by=by)
    if is_told:
        told = day + dt.timedelta(days=TOLD_AFTER)
        with on_day(told, 10):
            chest.tell_chest_result(
                application=row, spent_won=given - 120_000, homes=58, result="선풍기 58대를 집으로 가져다 드림", told_on=told,
                by=_first(town, Role.RESOURCE_DESK, told),
            )  # fmt: skip
