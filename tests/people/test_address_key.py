"""One spelling for one door."""

import pytest

from bokjihub.people.queries import address_key


@pytest.mark.parametrize(
    "written",
    [
        "시묘길 12, 101동 503호",
        "노암동 시묘길 12, 101동 503호",
        "전북특별자치도 남원시 시묘길 12, 101동 503호 (노암동)",
        "전북 남원시 노암동 시묘길 12 101-503",
        "시묘길 12  제101동 제503호",
        "남원시 시묘길 12,101동503호",
    ],
)
def test_one_door_has_one_key_however_it_is_written(written: str) -> None:
    assert address_key(written) == "시묘길12-101-503"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("시묘길 12, 101동 503호", "시묘길 12, 101동 504호"),
        ("시묘길 12, 1동 1503호", "시묘길 12, 11동 503호"),
        ("시묘길 1-2", "시묘길 12"),
        ("노암동 123-4", "금동 123-4"),
        ("운봉읍 서천리 30", "인월면 서천리 30"),
        ("노암동 5통 파란 대문", "노암동 6통 파란 대문"),
    ],
)
def test_two_doors_have_two_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_a_part_of_an_address_finds_the_whole() -> None:
    assert address_key("시묘길 12") in address_key("노암동 시묘길 12, 101동 503호")
    assert address_key("남원시") == "남원시"
