"""Classes, screenings, a village day, agreements and ranks of 남원시 (process §7.1, row 24, and rows 26-30).

The texts give the rates, the about-thirty and the about-eighty, the fourteen facilities and the ranks. How many were examined,
who came on which evening and the days a text leaves open are assumed, and say so on the row.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from random import Random

from bokjihub.areas.models import Area
from bokjihub.demo.ground import Town
from bokjihub.partners.models import Agency, Agreement
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of
from bokjihub.programmes.models import Attendance, Opinion, Participation, Programme, ServiceCount, Session
from bokjihub.rollout.models import Evaluation

Kind, State, Result = Programme.Kind, Participation.State, Participation.Result
HEALTH_CENTRE = "남원시보건소"
# year: examined, positive. The text gives 34.1 % and 5.5 %; a thousand examined is assumed.
PARASITES = {2009: (1_000, 341), 2017: (1_000, 55)}
NATIONAL_PERCENT, NATIONAL_SOURCE = Decimal("3.9"), "전국 평균(2018. 2. 27. 보건소 안내)"
MOTHERS, MOTHERS_FIRST, WEEKS = 30, dt.date(2018, 2, 28), 8
YOUTH, YOUTH_ON = 80, dt.date(2016, 9, 20)
VILLAGE_ON = dt.date(2016, 9, 22)
FACILITIES, AGREED_ON = 14, dt.date(2018, 2, 21)
CANCER_YEARS = (2014, 2015, 2016, 2017)
# What the text names; how often is assumed.
SERVICES = (
    ("자장면", "자장면봉사대", 120, "그릇"),
    ("빨래", "장애인종합복지관 빨래봉사대", 35, "가구"),
    ("가전제품 수리", "가전 서비스센터", 28, "대"),
    ("한방 진료", "한방진료실", 40, "명"),
    ("전기·가스·수도·보일러 점검", "120민원봉사대", 22, "가구"),
    ("이·미용", "미용봉사자", 30, "명"),
    ("농기계 수리", "농기계 수리봉사자", 15, "대"),
)


def write(town: Town, found: list[Household], random: Random) -> None:
    """Every programme of texts 000 and 001, the agreement and the ranks."""
    _parasites(town)
    _mothers(town, found, random)
    _youth(town)
    _home_visits(town, found, random)
    _village_day(town)
    _agreement(town)
    Evaluation.objects.bulk_create(
        Evaluation(
            area=town.city,
            subject="국가암검진 수검률",
            year=year,
            province_rank=1,
            country_rank=4 if year == CANCER_YEARS[-1] else None,
            source="지자체 합동평가(2018. 2. 14. 보건소 안내)",
        )
        for year in CANCER_YEARS
    )


def running(town: Town, random: Random, today: dt.date) -> str:
    """What runs in the town of today: a class with applications to select from, a screening that is under way."""
    seat = town.dongs["노암동"]
    class_ = programme(
        town, Kind.CLASS, "어르신 낙상 예방 교실", [today + dt.timedelta(days=9 + 7 * week) for week in range(6)],
        area=seat, host="노암동 행정복지센터", for_whom="만 65세 이상", capacity=12,
        apply_from=today - dt.timedelta(days=10), apply_until=today,
        poster="수요일 오전 10시, 노암동 주민센터 2층. 운동화만 신고 오세요.",
    )  # fmt: skip
    aged = Household.objects.filter(area=seat, members__birth_on__lt=today - dt.timedelta(days=365 * 66))
    homes = list(aged.distinct().order_by("id")[:300])
    for home in random.sample(homes, min(15, len(homes))):
        asked_on = today - dt.timedelta(days=random.randrange(1, 10))
        Participation.objects.create(
            programme=class_, area=seat, household=home, person=head_of(home.id), channel="방문 때", applied_on=asked_on
        )
    screening = programme(
        town, Kind.SCREENING, "찾아가는 치매 조기 검진", [today - dt.timedelta(days=4)], for_whom="만 60세 이상", place="노암동 경로당"
    )  # fmt: skip
    day = screening.starts_on
    nameless(screening, seat, 3, result=Result.POSITIVE, result_on=day)
    nameless(screening, seat, 57, result=Result.NEGATIVE, result_on=day)
    return "프로그램 2건"


def programme(town: Town, kind: Programme.Kind, title: str, days: Iterable[dt.date], **more: object) -> Programme:
    """A programme with one session a day."""
    held = list(days)
    facts = {"area": town.city, "host": HEALTH_CENTRE, "starts_on": held[0], "ends_on": held[-1], **more}
    made = Programme.objects.create(kind=kind, title=title, **facts)
    Session.objects.bulk_create(
        Session(programme=made, number=number, held_on=day) for number, day in enumerate(held, start=1)
    )
    return made


def nameless(made: Programme, area: Area, people: int, **more: object) -> list[Participation]:
    """So many who came without being asked their name."""
    return Participation.objects.bulk_create(
        Participation(programme=made, area=area, applied_on=made.starts_on, state=State.SELECTED, **more)
        for _ in range(people)
    )


def _parasites(town: Town) -> None:
    for year, (examined, positive) in PARASITES.items():
        day = dt.date(year, 3, 2)
        made = programme(
            town, Kind.SCREENING, "장내기생충 무료검진", [day], for_whom="요천·섬진강 유역 주민", is_assumed_date=True,
            reference_percent=NATIONAL_PERCENT, reference_source=NATIONAL_SOURCE,
        )  # fmt: skip
        seat = town.dongs["금동"]
        nameless(made, seat, positive, result=Result.POSITIVE, result_on=day)
        nameless(made, seat, examined - positive, result=Result.NEGATIVE, result_on=day)


def _mothers(town: Town, found: list[Household], random: Random) -> None:
    """엄마사랑 임신육아교실: known people, a tick an evening, most of them there."""
    days = [MOTHERS_FIRST + dt.timedelta(weeks=week) for week in range(WEEKS)]
    made = programme(
        town, Kind.CLASS, "엄마사랑 임신육아교실", days, for_whom="임산부", capacity=MOTHERS,
        apply_from=dt.date(2018, 2, 5), apply_until=dt.date(2018, 2, 23), is_assumed_date=True,
    )  # fmt: skip
    rows = [
        _taking_part(made, home, dt.date(2018, 2, random.randrange(5, 24)), Result.FINISHED, days[-1])
        for home in random.sample(found, MOTHERS)
    ]
    Participation.objects.bulk_create(rows)
    Attendance.objects.bulk_create(
        Attendance(session=session, participation=row, area_id=row.area_id, household_id=row.household_id)
        for session in made.sessions.all()
        for row in rows
        if random.random() < 0.9
    )


def _taking_part(
    made: Programme, home: Household, day: dt.date, result: Participation.Result, on: dt.date
) -> Participation:
    return Participation(
        programme=made,
        area_id=home.area_id,
        household=home,
        person=head_of(home.id),
        channel="내방",
        applied_on=day,
        state=State.SELECTED,
        result=result,
        result_on=on,
    )


def _youth(town: Town) -> None:
    made = programme(
        town, Kind.TRIP, "청소년 문화지원(영화 관람)", [YOUTH_ON], host="남원시청소년상담복지센터", for_whom="위기(가능) 청소년"
    )  # fmt: skip
    nameless(made, town.dongs["금동"], YOUTH)


def _home_visits(town: Town, found: list[Household], random: Random) -> None:
    """결혼이민자 고향 방문: every year since 2011 (text 000); the round of 2018 takes applications to 28 February."""
    for year in range(2011, 2019):
        made = programme(
            town, Kind.HOME_VISIT, "다문화가족 고향나들이", [dt.date(year, 5, 2)], host="남원시", capacity=5,
            for_whom="결혼이민자 가정", apply_from=dt.date(year, 2, 12), apply_until=dt.date(year, 2, 28),
            is_assumed_date=True,
        )  # fmt: skip
        if year == 2018:
            continue
        Participation.objects.bulk_create(
            _taking_part(made, home, dt.date(year, 2, 20), Result.WENT, made.ends_on)
            for home in random.sample(found, 5)
        )


def _village_day(town: Town) -> None:
    made = programme(
        town, Kind.VILLAGE_DAY, "가덕마을 민생현장 봉사", [VILLAGE_ON], host="남원시", area=town.dongs["대강면"], place="대강면 가덕마을"
    )  # fmt: skip
    ServiceCount.objects.bulk_create(
        ServiceCount(programme=made, service=service, given_by=given_by, times=times, unit=unit, is_assumed=True)
        for service, given_by, times, unit in SERVICES
    )
    Opinion.objects.create(
        programme=made,
        words="마을까지 와서 고쳐 주고 음식을 나눠 주어 고맙다",
        heard_on=VILLAGE_ON,
        answer="주민 의견을 시정에 담겠다고 답함",
        answered_on=VILLAGE_ON,
    )


def _agreement(town: Town) -> None:
    """치매안심센터와 노인복지시설 14곳의 업무협약."""
    agencies = Agency.objects.bulk_create(
        Agency(
            name=f"노인복지시설 {number}(가정)",
            sector=Agency.Sector.PRIVATE,
            kind="노인복지시설",
            phone=f"063-000-{number:04d}",
            city=town.city,
        )
        for number in range(1, FACILITIES + 1)
    )
    Agreement.objects.bulk_create(
        Agreement(agency=agency, title="지역사회 치매협의체", starts_on=AGREED_ON) for agency in agencies
    )
