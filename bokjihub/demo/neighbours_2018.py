"""좋은이웃들 in the whole country, February 2018: source text 003 (process §7.1, rows 18 and 32).

The text gives about 30,000 volunteers, what they are, and that good practice will be found and spread. The 17 provinces are
real, what stands in them is invented: how the 30,000 fall on the provinces is assumed (가정).
"""

import datetime as dt
from dataclasses import dataclass
from random import Random

from bokjihub.areas.models import Area
from bokjihub.demo.names import person_name
from bokjihub.demo.offices import place
from bokjihub.partners.models import Volunteer
from bokjihub.rollout.models import LogEntry

VOLUNTEERS = 30_000
TEXT_ON = dt.date(2018, 2, 22)
SINCE = dt.date(2017, 1, 1)  # 가정
CENTRE = (36.5, 127.8)
PROVINCES = (
    "서울특별시", "부산광역시", "대구광역시", "인천광역시", "광주광역시", "대전광역시", "울산광역시", "세종특별자치시", "경기도",
    "강원도", "충청북도", "충청남도", "전라북도", "전라남도", "경상북도", "경상남도", "제주특별자치도",
)  # fmt: skip


@dataclass(frozen=True)
class Country:
    """What the tests need to know."""

    branches: tuple[Area, ...]


def tell(random: Random, today: dt.date) -> Country:
    """Write the story; returns the branches."""
    branches = []
    for number, name in enumerate(PROVINCES):
        province = place(Area.Level.SIDO, name, None, f"98{number:02d}000000", near=CENTRE)
        branches.append(place(Area.Level.SIGUNGU, f"{name} 지부(가정)", province, f"98{number:02d}100000", near=CENTRE))
    share, rest = divmod(VOLUNTEERS, len(branches))
    for number, branch in enumerate(branches):
        Volunteer.objects.bulk_create(
            Volunteer(
                name=person_name(random, sex=random.choice("MF"), birth_year=random.randrange(1950, 1995)),
                kind=Volunteer.Kind.GOOD_NEIGHBOUR,
                area=branch,
                starts_on=SINCE,
            )
            for _ in range(share + (number < rest))
        )
    LogEntry.objects.create(
        kind=LogEntry.Kind.PRACTICE,
        area=branches[0],
        held_on=TEXT_ON,
        title="복지관·보건소와 주민센터가 함께한 우수사례를 찾아 알리기",
        words="지역 특성에 맞는 협력의 우수사례를 찾아 퍼뜨리고 정책으로 돕겠다는 계획. 사례의 수는 원문에 없음.",
    )
    return Country(tuple(branches))
