"""How Korean is written: particles, masks, dates, deadlines, money."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bokjihub.ui import words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("홍길동", "ㅎㄱㄷ"), ("꽃님", "ㄲㄴ"), ("노암동 5통", "ㄴㅇㄷ 5ㅌ"), ("Anna", "Anna"), ("홍", "ㅎ")],
)
def test_chosung(text: str, expected: str) -> None:
    assert words.chosung(text) == expected


def test_chosung_reads_decomposed_hangul() -> None:
    assert words.chosung("홍") == "ㅎ"


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("남원시", "을/를", "남원시를"),
        ("운봉읍", "을/를", "운봉읍을"),
        ("노암동", "(으)로", "노암동으로"),
        ("서울", "(으)로", "서울로"),
        ("남원시", "(으)로", "남원시로"),
        ("김서연", "이/가", "김서연이"),
        ("박정임(봉사자)", "은/는", "박정임(봉사자)은"),
        ("3", "이/가", "3이"),
        ("2", "이/가", "2가"),
        ("10", "은/는", "10은"),
        ("12%", "을/를", "12%를"),
        ("EPDS", "은/는", "EPDS는"),
        ("URL", "(으)로", "URL로"),
        ("‘부재’", "과/와", "‘부재’와"),
        ("남원시", "를/을", "남원시를"),
        ("김*", "을/를", "김*을(를)"),
        ("", "(으)로", "(으)로"),
    ],
)
def test_particle_fits_the_word(word: str, pair: str, expected: str) -> None:
    assert words.with_particle(word, pair) == expected


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("홍길동", "홍*동"),
        ("김철", "김*"),
        ("남궁민수", "남**수"),
        ("남궁 민수", "남**수"),
        ("황보", "황*"),
        ("김", "*"),
        ("", ""),
        ("본인", "본인"),
        ("Nguyen Thi", "N***** T**"),
        ("Đặng Thị", "Đ*** T**"),
        ("Anne-Marie", "A***-M****"),
        ("王小明", "王*明"),
    ],
)
def test_name_is_masked_by_one_rule(name: str, masked: str) -> None:
    assert words.masked_name(name) == masked


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2, max_size=12))
def test_a_masked_hangul_name_shows_at_most_two_syllables(name: str) -> None:
    masked = words.masked_name(name)
    assert len(masked) == len(name)
    assert len(masked.replace("*", "")) == (1 if len(name) == 2 else 2)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("010-1234-4821", "010-****-4821"),
        ("01012344821", "010-****-4821"),
        ("+82 10-1234-4821", "010-****-4821"),
        ("063-620-1234", "063-****-1234"),
        ("02-123-4567", "02-****-4567"),
        ("1588-1234", "****-1234"),
        ("119", "****"),
        ("", "****"),
    ],
)
def test_phone_is_masked(number: str, masked: str) -> None:
    assert words.masked_phone(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("전북특별자치도 남원시 노암동 45-3 101동 503호", "전북특별자치도 남원시 노암동"),
        ("전북 남원시 시청로 60 (도통동)", "전북 남원시 도통동"),
        ("남원시 운봉읍 서천리 12", "남원시 운봉읍 서천리"),
        ("서울특별시 종로구 종로1.2.3.4가동 1", "서울특별시 종로구 종로1.2.3.4가동"),
        ("광주광역시 북구 용봉로 1", "광주광역시 북구"),
        ("101동 503호", ""),
    ],
)
def test_address_ends_at_the_dong(address: str, masked: str) -> None:
    assert words.masked_address(address) == masked


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-40, "40일 지남"), (-1, "1일 지남"), (0, "오늘까지"), (1, "내일까지(D-1)"), (3, "D-3"), (12, "D-12")],
)
def test_due_words(days: int, expected: str) -> None:
    assert words.due_words(TODAY + timedelta(days=days), TODAY) == expected


@pytest.mark.parametrize(
    ("days", "state", "shape", "text", "full"),
    [
        (-2, "overdue", "▲", "2일 지남", "기한 11. 20.(금), 2일 지남"),
        (0, "soon", "◑", "오늘까지", "기한 11. 22.(일), 오늘까지"),
        (1, "soon", "◑", "D-1", "기한 11. 23.(월), 하루 남음"),
        (3, "in_time", "○", "D-3", "기한 11. 25.(수), 3일 남음"),
    ],
)
def test_clock_face(days: int, state: str, shape: str, text: str, full: str) -> None:
    face = words.clock_face(TODAY + timedelta(days=days), TODAY)
    assert face == words.ClockFace(state, shape, text, full, TODAY + timedelta(days=days))


def test_clock_face_when_paused_done_or_absent() -> None:
    assert words.clock_face(None, TODAY) is None
    paused = words.clock_face(TODAY, TODAY, paused="입원 중")
    assert paused
    assert (paused.shape, paused.words) == ("‖", "시계 멈춤: 입원 중")
    late = words.clock_face(TODAY, TODAY, done_on=TODAY + timedelta(days=3))
    assert late
    assert late.words == "3일 늦게 마침"


def test_dates_are_written_as_documents_write_them() -> None:
    assert words.official_date(TODAY) == "2026. 11. 22."
    assert words.short_date(date(2026, 11, 24), today=TODAY) == "11. 24.(화)"
    assert words.short_date(date(2025, 3, 2), today=TODAY) == "2025. 3. 2.(일)"
    assert words.period(date(2016, 1, 1), date(2016, 8, 31)) == "2016. 1. 1.–8. 31."
    assert words.period(date(2015, 12, 1), date(2016, 1, 31)) == "2015. 12. 1.–2016. 1. 31."


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(1961, 11, 22), TODAY, 65),
        (date(1961, 11, 23), TODAY, 64),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (TODAY, TODAY, 0),
    ],
)
def test_age_counts_whole_years(birth: date, day: date, years: int) -> None:
    assert words.age_on(birth, day) == years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("오늘", TODAY),
        ("내일", date(2026, 11, 23)),
        ("모레", date(2026, 11, 24)),
        ("+7", date(2026, 11, 29)),
        ("-1", date(2026, 11, 21)),
        ("1.25", date(2027, 1, 25)),
        ("11. 24.(화)", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("2026년 11월 24일", date(2026, 11, 24)),
        ("20261124", date(2026, 11, 24)),
        ("26.11.24", date(2026, 11, 24)),
        ("２０２６．１１．２４", date(2026, 11, 24)),
        ("20261131", None),
        ("2.30", None),
        ("다음 주", None),
        ("", None),
    ],
)
def test_parse_day(text: str, expected: date | None) -> None:
    assert words.parse_day(text, TODAY) == expected


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_written_date_is_read_back(day: date) -> None:
    assert words.parse_day(words.official_date(day), TODAY) == day


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [(169_418_500, 169_419), (169_418_499, 169_418), (500, 1), (499, 0), (0, 0), (-500, -1), (-499, 0)],
)
def test_thousand_won_rounds_half_up(amount: int, rounded: int) -> None:
    assert words.thousand_won(amount) == rounded


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("212,000", 212_000),
        ("212000원", 212_000),
        ("21만 2천원", 212_000),
        ("2천만", 20_000_000),
        ("1억 2천만", 120_000_000),
        ("1억", 100_000_000),
        ("50만", 500_000),
        ("-3,000", -3000),
        ("0", 0),
        ("삼만", None),
        ("만", None),
        ("", None),
        ("12.5", None),
    ],
)
def test_parse_won(text: str, amount: int | None) -> None:
    assert words.parse_won(text) == amount


@given(st.integers(min_value=0, max_value=10**12))
def test_amounts_are_read_back(amount: int) -> None:
    assert words.parse_won(words.won(amount)) == amount
    assert words.won_reading(amount).endswith("원")


def test_won_reading() -> None:
    assert words.won_reading(2_026_000) == "202만 6,000원"
    assert words.won_reading(120_000_000) == "1억 2,000만원"
    assert words.won_reading(0) == "0원"
