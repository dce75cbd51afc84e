"""`bokjihub benefits ...`: JSON documents, exit statuses, sentences for wrong use."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.commands import run
from bokjihub.engines.benefits.errors import BadInput


def bokji(*words: str, typed: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = run(list(words), io.StringIO(typed), out, err)
    return status, out.getvalue(), err.getvalue()


def document(*words: str, typed: str = "") -> Any:
    return json.loads(bokji(*words, "--json", typed=typed)[1])


@pytest.mark.parametrize(
    ("words", "won"),
    [
        (("생계급여_선정기준", "--given", "가구원수=3", "--on", "2026-02-01"), 1_714_892),
        (("기준중위소득", "--given", "가구원수=4", "--on", "2027-01-01"), 6_929_885),
        (("생계급여액", "--given", "가구원수=4", "소득인정액=600,000", "--on", "2024-03-01"), 1_233_580),
        (("생계급여액", "가구원수=4", "--on", "2024-03-01", "--given", "소득인정액=600000"), 1_233_580),
    ],
)
def test_value_prints_one_document(words: tuple[str, ...], won: int) -> None:
    status, out, err = bokji("value", *words, "--json")
    answer = json.loads(out)
    assert (status, err, answer["value"], answer["missing"]) == (0, "", won, [])
    assert set(answer) == {"name", "value", "unit", "article", "status", "missing", "trace"}
    assert answer["trace"][-1]["value"] == won


def test_a_missing_fact_is_null_and_status_one() -> None:
    status, out, err = bokji("value", "생계급여액", "--given", "가구원수=3", "--on", "2026-02-01", "--json")
    assert (status, json.loads(out)["value"], json.loads(out)["missing"]) == (1, None, ["소득인정액"])
    assert "missing" in err


def test_an_unverified_figure_is_refused_and_with_the_flag_marked() -> None:
    words = ("value", "교육급여_활동지원비", "학교급=초", "--on", "2021-05-01")
    refused = bokji(*words, "--json")
    assert (refused[0], json.loads(refused[1])["value"], json.loads(refused[1])["status"]) == (
        1,
        None,
        "memory-unverified",
    )
    allowed = document(*words, "--allow-unverified")
    assert (allowed["value"], allowed["status"]) == (286_000, "memory-unverified")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("교육급여_활동지원비", "학교급=초", "--on", "2021-05-01"), "교육급여_활동지원비 = 모름 –"),
        (("생계급여액", "가구원수=1", "소득인정액=100001", "--on", "2020-05-01"), "생계급여액 = 427,150~427,160 –"),
        (("생계급여_소득기준_충족", "소득인정액=900000", "--on", "2026-02-01"), "가구원수 = 1~20"),
    ],
)
def test_what_is_not_known_is_told_in_words(words: tuple[str, ...], told: str) -> None:
    said = bokji("value", *words)[1]
    assert told in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("value", "생계급여_선정기중", "--on", "2026-02-01"), "생계급여_선정기준"),
        (("value", "생계급여액", "가구원슈=3"), "가구원수"),
        (("value", "생계급여액", "가구원수=셋"), "정수가 아닙니다"),
        (("value", "생계급여액", "가구원수=3.5"), "정수가 아닙니다"),
        (("value", "생계급여액", "가구원수=-1"), "범위를 벗어납니다"),
        (("value", "기초생활_재산환산액", "지역=대구", "--on", "2026-02-01"), "서울, 경기, 광역·세종·창원, 그외"),
        (("value", "생계급여액", "--on", "2026-02-30"), "없는 날짜"),
        (("value", "생계급여액", "--on", "0001-01-01"), "1890~2110년의 날짜가 아닙니다"),
        (("value", "생계급여액", "가구원수=3", "가구원수=4"), "두 번 주었습니다(3, 4)"),
        (("value", "생계급여액", "가구원수=1,0"), "정수가 아닙니다"),
        (("value", "장기요양등급", "점수=NaN"), "0~200점 범위를 벗어납니다"),
        (("value", "기초연금액", "소득인정액=0", "부부=예", "수급자수=3"), "수급자수: '3'은(는) 1~2 범위를 벗어납니다"),
        (("value", "생계급여액", "--given", "3"), "이름=값"),
        (("value",), "usage"),
        (("valeu", "생계급여액"), "usage"),
        ((), "usage"),
    ],
)
def test_wrong_use_is_status_two_with_a_sentence(words: tuple[str, ...], said: str) -> None:
    status, _, err = bokji(*words)
    assert status == 2
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("가구원수: 2\n소등: 3", "근로소득"),
        ("가구원수: 스물", "정수가 아닙니다"),
        ("기준일: 2026-02-30", "없는 날짜"),
        ("가구원: [{출생일: 2026-13-01}]", "없는 날짜"),
        (
            "기준일: 2026-02-01\n가구원: [{이름: 김, 출생일: 2027-01-01}]",
            "출생일(2027-01-01)이 기준일 2026-02-01보다 늦습니다",
        ),
        ("기준일: 2026-02-01\n가구원: [{이름: 김, 출생일: 1950-01-01, 나이: 30}]", "맞지 않습니다"),
        ("가구원수: 1\n가구원: [{이름: 김}, {이름: 이}]", "가구원은 2명"),
        ("가구원: [{이름: 김}, {이름: 김}]", "두 번"),
        ("가구원: [{이름: 김, 배우자: 김}]", "본인의 배우자"),
        ("가구원: [{이름: 김, 배우자: 이}, {이름: 이, 배우자: 박}, {이름: 박}]", "서로 다릅니다"),
        ("가구원: [{이름: 김, 가구원수: 3}]", "가구의 값"),
        (
            "기준일: 2026-02-01\n출생일: 2020-05-01\n기초연금_수급중: 예",
            "출생일 2020-05-01이면 5세입니다. 기초연금은 65세부터",
        ),
        ("나이: 64\n기초연금_수급중: 예", "나이 64세이면 64세입니다"),
        ("가구원: [{이름: 김, 장애인: 아니오, 장애정도: 심함}]", "김: 장애정도 '심함', 그런데 장애인은 '아니오'"),
        ("장애인: 아니오\n중증장애인: 예", "등록 장애인이면 장애인을 '예'로"),
        ("장애정도: 심하지않음\n중증장애인: 예", "장애인연금법 2조"),
        ("근로소득: 0\n상시근로소득: 900000", "상시근로소득 900,000원, 그런데 근로소득은 0원"),
        ("점유형태: 자가\n월차임: 200000", "월차임 200,000원, 그런데 점유형태는 '자가'"),
        ("점유형태: 임차\n주거용재산: 90000000", "살지 않는 집이면 일반재산에"),
        ("부양의무자_있음: 아니오\n부양의무자_연소득: 5000000", "부양의무자_있음은 '아니오'"),
        ("차상위: 예\n생계급여_수급중: 예", "국민기초생활 보장법 2조 10호"),
        ("자녀수: 0\n자녀나이: 3", "자녀나이 3세, 그런데 자녀수는 0명"),
        ("한부모: 예\n자녀수: 0", "한부모는 '예'입니다"),
        ("출생아수: 2\n단태아: 예", "출생아수 2명"),
        ("출생아수: 1\n단태아: 아니오", "쌍둥이"),
        ("기준일: 2026-02-01\n출생일: 2025-01-31\n월령: 3", "출생일 2025-01-31이면 2026-02-01에 1세"),
        ("나이: 2\n월령: 36", "월령 36개월, 그런데 나이는 2세"),
        ("어린이집: 예\n유치원: 예", "하나만"),
        ("어린이집: 예\n학교급: 초", "학교급은 '초'"),
        ("가구원수: 0x3", "정수가 아닙니다"),
        ("근로소득: 1:30", "'1:30'은(는) 정수가 아닙니다"),
        ("급지: " + "가" * 5_000, "가가…'은(는) 다음 중 하나가 아닙니다"),
        ("가구원수: [2]", "1째 줄: 가구원수: 값 하나를 적으세요"),
        ("가구원: [{이름: [김], 나이: 30}]", "1째 줄: 이름: 이름 하나를 적으세요"),
        ("가구원: [" + "{나이: 30}, " * 200 + "]", "1째 줄: 가구원: 200명이 적혀 있습니다. 한 가구는 20명까지"),
        ("기준일: 9999-12-31\n나이: 50", "1890~2110년의 날짜가 아닙니다"),
        (
            "가구원: [{이름: 김, 나이: 50, 배우자: 이}, {이름: 이, 나이: 6}]",
            "이: 배우자는 '김'입니다, 그런데 나이는 6세",
        ),
        (
            "기준일: 2026-02-01\n가구원: [{이름: 김, 배우자: 이}, {이름: 이, 출생일: 2010-02-02}]",
            "출생일 2010-02-02이면 15세입니다. 혼인은 18세부터입니다(민법 807조)",
        ),
        ("가구원: 김", "목록"),
        ("- 1", "모음"),
        ("가구원수: [", "읽을 수 없습니다"),
    ],
)
def test_a_faulty_situation_is_refused_whole(text: str, said: str) -> None:
    status, out, err = bokji("check", "-", typed=text)
    assert (status, out) == (1, "")
    assert err.startswith("표준 입력")
    assert err.count("\n") == 1
    assert said in err


HOME = "기초생활_지역: 서울\n가구원:\n  - 이름: 김\n    출생일: 1950-03-02\n"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (HOME.replace("출생일", "출셍일").encode(), "home.yaml 4째 줄: 김: '출셍일'은(는) 알 수 없는 이름입니다. 가까운 이름: 출생일"),
        ("가구원수: 1\n소득인정엑: 3".encode(), "home.yaml 2째 줄: '소득인정엑'은(는) 알 수 없는 이름입니다. 가까운 이름: 소득인정액"),
        ((HOME + "    근로소득: 많음").encode(), "home.yaml 5째 줄: 김: 근로소득: '많음'은(는) 정수가 아닙니다(예: 1,200,000)."),
        ((HOME + "    근로소득:").encode(), "5째 줄: 김: 근로소득: 값이 비어 있습니다. 모르면 이 줄을 지우세요."),
        (b"\xef\xbb\xbf" + HOME.replace("03-02", "02-30").encode(), "4째 줄: 김: 출생일: '1950-02-30'은(는) 없는 날짜"),
        ((HOME + "기초생활_지역: 경기").encode(), "5째 줄: '기초생활_지역'이(가) 1째 줄에 이미 있습니다. 하나를 지우세요."),
        (HOME.encode("cp949"), "1째 줄: UTF-8이 아닙니다(CP949로 저장한 듯합니다). UTF-8로 다시 저장하세요."),
        (HOME.encode("utf-16"), "UTF-16"),
        (HOME.replace("  -", "\t-").encode(), "3째 줄: 탭이 있습니다. 탭 대신 빈칸 두 개를 쓰세요."),
        (b"PK\x03\x04\x00", "글자가 아닌 것이 있습니다."),
        (b"", "비어 있습니다. 아는 것을 한 줄에 하나씩 적으세요"),
        ("# 아직 없음\n".encode(), "비어 있습니다."),
        (f"{HOME}---\n{HOME}".encode(), "5째 줄: 한 파일에 한 가구만 적습니다."),
        ("근로소득: [&a [1, 1], *a]".encode(), "1째 줄: 별칭(*)은 쓸 수 없습니다."),
        (b"? [1, 2]\n: 3\n", "1째 줄: 이름이 있을 곳에 묶음이 있습니다."),
        (b"[" * 5_000, "너무 깊습니다."),
        (b"#" * 200_001, "한 가구의 파일은 200 KB까지 읽습니다. 여러 가구는 `bokjihub benefits batch`로 하세요."),
        (b"\xec\xb6\x9c: !!python/object/apply:os.getcwd []", "YAML이나 JSON으로 읽을 수 없습니다."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "next", "timeline", "compare"])
def test_a_faulty_file_is_told_with_its_line_and_how_it_is_mended(
    command: str, raw: bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "home.yaml"
    file.write_bytes(raw)
    status, out, err = bokji(command, str(file), "--on", "2026-02-01")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("home.yaml")
    assert said in err
    assert " / home.yaml" in err


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    status, _, err = bokji("check", str(tmp_path / "none.yaml"))
    assert (status, "파일이 없습니다" in err) == (1, True)
    status, _, err = bokji("check", str(tmp_path))
    assert (status, "폴더입니다" in err) == (1, True)


def test_a_day_in_the_file_is_looked_at_even_where_another_is_asked_for() -> None:
    status, _, err = bokji("check", "-", "--on", "2026-02-01", typed="기준일: 2026-13-01\n가구원수: 1")
    assert (status, "1째 줄: 기준일: '2026-13-01'은(는) 없는 날짜" in err) == (1, True)


def test_everything_that_clashes_is_said_at_once() -> None:
    text = "점유형태: 자가\n월차임: 1\n가구원: [{이름: 김, 근로소득: 0, 상시근로소득: 1}, {이름: 이, 어린이집: 예, 유치원: 예}]"
    _, _, err = bokji("check", "-", typed=text)
    assert "월차임 1원" in err
    assert "김: 상시근로소득 1원" in err
    assert "이: 어린이집에 다닙니다" in err


@pytest.mark.parametrize(
    "text",
    [
        "출생일: 1961-02-01\n기초연금_수급중: 예",
        "나이: 65\n기초연금_수급중: 예",
        "장애인: 예\n중증장애인: 예\n장애정도: 심함",
        "근로소득: 900000\n상시근로소득: 900000",
        "점유형태: 자가\n월차임: 0\n보증금: 0",
        "점유형태: 임차\n주거용재산: 0",
        "부양의무자_있음: 아니오\n부양의무자_연소득: 0",
        "자녀수: 1\n자녀나이: 0\n가구원수: 2",
        "출생일: 2025-02-01\n월령: 12",
        "나이: 1\n월령: 23",
        "가구원: [{이름: 김, 배우자: 이}, {이름: 이, 출생일: 2010-02-01}]",
        "가구원수: 010\n나이: 30",
    ],
)
def test_what_agrees_to_the_day_and_to_the_won_is_no_contradiction(text: str) -> None:
    status, out, err = bokji("check", "-", "--on", "2026-02-01", typed=text)
    assert (status, err) == (0, "")
    assert "살펴볼 것" not in out


def test_a_spouse_who_is_not_counted_is_a_doubt_and_not_a_refusal() -> None:
    answer = document("check", "-", "--on", "2026-02-01", typed="가구원수: 1\n나이: 70\n배우자: 이철수")
    assert [doubt.partition(".")[0] for doubt in answer["doubts"]] == ["본인: 배우자 '이철수'이(가) 가구원에 없습니다"]
    out = bokji("check", "-", "--on", "2026-02-01", typed="가구원수: 2\n자녀수: 2")[1]
    assert "살펴볼 것: 자녀수 2명인데 가구원수는 2명" in out


def test_check_answers_every_benefit_and_the_next_question(tmp_path: Path) -> None:
    path = tmp_path / "home.yaml"
    path.write_text("기준일: 2026-02-01\n가구원수: 1\n나이: 70\n근로소득: 0\n", "utf-8")
    answer = document("check", str(path))
    by_name = {b["name"]: b for b in answer["benefits"]}
    assert answer["on"] == "2026-02-01"
    assert by_name["생계급여"]["status"] == "unknown"
    assert by_name["생계급여"]["won_high"] == 820_560
    assert answer["next"]["fact"] in {f["fact"] for b in answer["benefits"] for f in b["facts"]}
    text = bokji("check", str(path))[1]
    assert text.index("확인 필요") < text.index("해당 없음") < text.index("다음 질문")


def test_check_reads_json_from_standard_input_too() -> None:
    answer = document(
        "check", "-", "--on", "2026-02-01", typed='{"가구원수": 1, "근로소득": 9000000, "사업소득": 0, "나이": 40}'
    )
    assert {b["name"]: b["status"] for b in answer["benefits"]}["긴급복지(생계지원)"] == "not_eligible"


def test_next_lists_questions_most_useful_first() -> None:
    found = document("next", "-", "--on", "2026-02-01", typed="가구원수: 1\n나이: 70")["questions"]
    assert [q["settles_won"] for q in found] == sorted((q["settles_won"] for q in found), reverse=True)
    assert found[0]["settles_won"] > 0


def test_names_says_what_can_be_given() -> None:
    rows = {row["name"]: row for row in document("names", "--on", "2026-02-01")}
    assert rows["기초연금액"]["optional"]["수급자수"] == "1"
    assert "가구원수" in rows["생계급여_선정기준"]["given"]
    assert all(row["unit"] and row["article"] and row["sentence"] for row in rows.values())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("기준중위소득", "가구원수=3", "--on", "2030-01-01"), "2030-01-01에 확인된 값이 없습니다(확인된 때: 2016-01-01~2027-12-31)"),
        (("에너지바우처_지원액", "세대원수=1", "--on", "2024-08-01"), "(확인된 때: 2025-07-01~)"),
        (("주거급여_기준임대료", "가구원수=3", "급지=2", "--on", "2028-05-01"), "2023-01-01~2027-12-31"),
        (
            ("장애인연금_부가급여액", "나이=40", "수급구분=차상위", "--on", "2025-03-01"),
            "'장애인연금_부가급여표(주거교육차상위 65세 미만)'은(는) 2025-03-01에 확인된 값이 없습니다(확인된 때: 2022-01-01",
        ),
        (("장기요양_월한도액",), "어느 때도 확인되지 않음"),
    ],
)  # fmt: skip
def test_a_day_without_a_figure_says_for_which_days_there_is_one(words: tuple[str, ...], told: str) -> None:
    status, _, err = bokji("value", *words)
    assert (status, err.count("\n")) == (1, 1)
    assert told in err


def test_of_four_tables_the_answer_names_the_one_it_was_read_from() -> None:
    answer = document("value", "주거급여_기준임대료", "가구원수=3", "급지=2", "--on", "2026-02-01")
    assert [figure.split()[0] for figure in answer["trace"][-1]["figures"]] == [
        "주거급여_기준임대료_2급지표",
        "주거급여_대가구_가산율",
    ]


def test_comparing_a_home_with_itself_says_that_nothing_differs() -> None:
    assert bokji("compare", "-", typed="가구원수: 1")[::2] == (
        0, "달라지는 것이 없습니다. 견줄 날짜(--with-on)나 금액(--set)을 바꾸어 보세요. / nothing differs.\n",
    )  # fmt: skip
    assert "2015-13-01" in bokji("compare", "-", "--with-on", "2015-13-01", typed="가구원수: 1")[2]


def test_facts_are_documented_with_a_question() -> None:
    assert all(fact["question"] for fact in document("facts"))


def test_before_2023_the_region_is_told_by_size_and_seoul_is_a_great_city() -> None:
    facts = {"주거용재산": "100000000", "일반재산": "0", "금융재산": "0", "자동차": "0", "부채": "0", "임차보증금": "0"}
    on = dt.date(2022, 12, 31)
    seoul, great = (
        api.value("기초생활_재산환산액", {"지역": region, **facts}, on, unverified_too=True)
        for region in ("서울", "대도시")
    )
    assert seoul.value == great.value == 100_000_000 * 104 // 10_000 - 69_000_000 * 104 // 10_000
    with pytest.raises(BadInput, match="2022-12-31의 이 값은 '긴급복지_지역'의 구분"):
        api.value("기초생활_재산환산액", {"지역": "경기", **facts}, on)
    with pytest.raises(BadInput, match="2023-01-01의 이 값은 '기초생활_지역'의 구분"):
        api.value("기초생활_재산환산액", {"지역": "대도시", **facts}, dt.date(2023, 1, 1))
    new = api.value("기초생활_재산환산액", {"지역": "서울", **facts}, dt.date(2023, 1, 1))
    assert new.value == 1_000_000 * 104 // 10_000


@pytest.mark.slow
def test_seoul_is_a_great_city_in_a_file_too(tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"긴급복지_지역": ["서울", "대도시", "농어촌"], "일반재산": [200_000_000] * 3}).write_parquet(source)
    assert bokji("batch", str(source), str(target), "--on", "2026-02-01")[0] == 0
    told = pl.read_parquet(target).drop("가구번호").rows()
    assert told[0] == told[1]


def test_an_amount_known_roughly_decides_what_holds_for_all_of_it() -> None:
    home = "가구원수: 1\n나이: 40\n장애인: 아니오\n사업소득: 0\n가구특성_지출: 0\n근로소득: {}\n"

    def status(wage: str) -> str:
        found = document("check", "-", "--on", "2026-02-01", typed=home.format(wage))["benefits"]
        return str(next(b["status"] for b in found if b["name"] == "생계급여"))

    assert 1_172_225 * 70 // 100 == 820_557  # one won above the limit of one person; 30 % of a wage is not counted
    assert status("1,172,225~6,000,000") == "not_eligible"
    assert status("1,172,224~6,000,000") == "unknown"
    assert status("900000~900000") == status("900000") == "unknown"


@pytest.mark.parametrize(
    ("wage", "said"),
    [("2000000~1000000", "앞의 금액이 더 큽니다"), ("적당히~많이", "정수가 아닙니다"), ("1000~", "정수가 아닙니다")],
)
def test_a_range_that_is_none_is_refused(wage: str, said: str) -> None:
    status, out, err = bokji("check", "-", typed=f"근로소득: {wage}")
    assert (status, out) == (1, "")
    assert said in err


def test_a_range_asks_no_more_and_clashes_only_when_all_of_it_does() -> None:
    asked = document("next", "-", "--on", "2026-02-01", typed="가구원수: 1\n나이: 40\n근로소득: 0~6000000")["questions"]
    assert "근로소득" not in {question["fact"] for question in asked}
    assert bokji("check", "-", typed="점유형태: 자가\n월차임: 0~100000")[0] == 0
    assert bokji("check", "-", typed="점유형태: 자가\n월차임: 1~100000")[0] == 1
