"""Invented Korean names, addresses and phones. Surname shares as commonly known; given names are syllable pairs."""

from random import Random

PASSWORD = "bokjihub-demo"  # noqa: S105 printed beside the accounts; the demo town holds nobody real
SURNAMES = (
    "김김김김김김김김김김김이이이이이이이이박박박박최최최정정정강조윤장"
    "임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지"
)
OLD_MALE = (
    ("영", "상", "종", "정", "병", "재", "동", "용", "광", "기"),
    ("수", "호", "철", "식", "환", "길", "만", "복", "섭", "근"),
)
OLD_FEMALE = (
    ("영", "순", "정", "옥", "춘", "복", "말", "명", "금", "점"),
    ("자", "순", "례", "숙", "희", "임", "옥", "덕", "남", "심"),
)
NEW_MALE = (
    ("민", "지", "준", "현", "도", "서", "우", "건", "시", "은"),
    ("준", "호", "우", "혁", "훈", "영", "원", "빈", "성", "찬"),
)
NEW_FEMALE = (
    ("서", "지", "수", "하", "예", "민", "유", "채", "다", "소"),
    ("연", "은", "아", "윤", "빈", "영", "진", "현", "원", "린"),
)
# Letters used in real road names of no particular town, put together at random: the addresses lead nowhere.
ROAD_FIRST = (
    "시묘",
    "요천",
    "물레",
    "노송",
    "용머",
    "비석",
    "동림",
    "향단",
    "솔숲",
    "은행",
    "참샘",
    "갈재",
    "두레",
    "모정",
    "장승",
)
ROAD_LAST = ("길", "로", "안길", "1길", "2길", "3길")
APARTMENTS = ("새봄", "해오름", "늘푸른", "한마음", "금빛", "솔향")


def person_name(random: Random, *, sex: str, birth_year: int, family: str = "") -> str:
    """An invented name that sounds right for its generation; of a `family` where one is given."""
    if birth_year < 1975:
        first, last = OLD_MALE if sex == "M" else OLD_FEMALE
    else:
        first, last = NEW_MALE if sex == "M" else NEW_FEMALE
    return (family or random.choice(SURNAMES)) + random.choice(first) + random.choice(last)


def foreign_name(random: Random) -> str:
    """An invented Latin-letter name."""
    return f"{random.choice(('NGUYEN', 'TRAN', 'LIN', 'SOKHA', 'MARIA'))} {random.choice(('THI HOA', 'ANH', 'MEI', 'DARA', 'ROSE'))}"


def phone(random: Random) -> str:
    """A mobile number in a block that is never given out (middle digits 0000)."""
    return f"010-0000-{random.randrange(10_000):04d}"


def address(random: Random, dong: str, tong: str) -> str:
    """An invented door in a dong; about a third are flats."""
    road = f"{random.choice(ROAD_FIRST)}{random.choice(ROAD_LAST)} {random.randrange(1, 220)}"
    if random.random() < 0.35:
        flat = f"{random.choice(APARTMENTS)}아파트 {random.randrange(101, 112)}동 {random.randrange(1, 16)}{random.randrange(1, 9):02d}호"
        return f"{dong} {road}, {flat}"
    return f"{dong} {tong} {road}"
