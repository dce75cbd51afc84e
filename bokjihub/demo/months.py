"""굳힌 실적표: the months that are over, closed as a town closes them, and what was written down only afterwards."""

import datetime as dt

from bokjihub.accounts.access.actors import actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.counselling.actions.record import Agreement, Said, Step, Told, record_counselling
from bokjihub.counselling.models import Counselling
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.people.models import Household
from bokjihub.statistics.actions import close_month

MONTHS = 2
LATE = (
    "지난달 장날에 오셔서 기름값을 물으심",
    "전화로 병원비가 밀렸다고 하심",
    "경로당에서 뵈었는데 이가 아파 못 드신다고 하심",
)
NO_PAPER = "전화와 길에서 들은 말씀이라 동의서를 받지 못함"


def closed_months(town: Town, today: dt.date) -> str:
    """Close the last months on the fifth day after each; then an officer enters talks of the last one from the notebook."""
    ends = [today.replace(day=1) - dt.timedelta(days=1)]
    while len(ends) < MONTHS:
        ends.append(ends[-1].replace(day=1) - dt.timedelta(days=1))
    post = town.posts_of(Role.HOPE_UNIT)[0]
    tables = 0
    for end in reversed(ends):
        day = min(end + dt.timedelta(days=5), today)
        by = actor_of(post.user, place="demo", day=day)
        with on_day(day, 17), acting_as(by):
            tables += len(close_month(day=end, by=by))
    late = _entered_late(town, ends[0], today)
    return f"굳힌 실적표 {tables}장, 굳힌 뒤 적은 상담 {late}건"


def _entered_late(town: Town, on: dt.date, today: dt.date) -> int:
    """Talks of the closed month, entered through the same act as any other."""
    officer = town.posts_of(Role.DONG_OFFICER)[0]
    homes = Household.objects.filter(area=officer.area, work_items__isnull=True, merged_into__isnull=True)
    by = town.actor(officer, today)
    heard = list(zip(homes.order_by("id")[: len(LATE)], LATE, strict=False))
    with acting_as(by):
        for household, words in heard:
            record_counselling(
                household=household,
                said=Said(Counselling.Channel.PHONE, on, words, minutes=10),
                step=Step(Counselling.Disposition.INFORMATION, told=(Told("긴급복지지원"),)),
                agreement=Agreement(missing_reason=NO_PAPER),
                by=by,
            )
    return len(heard)
