"""Over columns the same functions give the same answers as for one home; a file is answered whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.columns import batch, compiled, homes
from bokjihub.engines.benefits.columns.cells import NULL
from bokjihub.engines.benefits.columns.program import plan
from bokjihub.engines.benefits.columns.reform import compare_file
from bokjihub.engines.benefits.columns.translate import CannotCompile
from bokjihub.engines.benefits.country import Country, build, korea
from bokjihub.engines.benefits.errors import BadInput
from bokjihub.engines.benefits.facts import Fact
from bokjihub.engines.benefits.parameters import Parameter, Rounding, Row
from bokjihub.engines.benefits.rule import PERSON, Benefit, over_people, rule
from bokjihub.engines.benefits.situation import Situation
from tests.engines.benefits import oracle
from tests.engines.benefits.many_homes import many_homes
from tests.engines.benefits.test_commands import bokji, document
from tests.engines.benefits.test_screening import LONE, a_home, forget

FEB_2026 = dt.date(2026, 2, 1)
CODES = {"not_eligible": 0, "eligible": 1, "unknown": 2}


def answers(on: dt.date, situations: Sequence[Situation]) -> tuple[Any, compiled.Answers]:
    program = plan(korea(), on, korea().facts)
    return program, compiled.run(program, homes.from_situations(program, situations), on)


@pytest.mark.slow
@pytest.mark.parametrize(("on", "count"), [(FEB_2026, 500), (dt.date(2027, 1, 1), 100)])
def test_a_home_among_thousands_is_answered_as_it_is_alone(on: dt.date, count: int) -> None:
    situations = [a_home(on, seed) for seed in range(count)]
    program, found = answers(on, situations)
    assert program.refused == ()
    decided = 0
    for home, situation in enumerate(situations):
        for row, alone in enumerate(api.screen(situation, on).results):
            assert alone.name == program.benefits[row].name
            status, won = found.statuses[row, home], found.won[row, home]
            if alone.status == "unknown" or alone.won_high is None or alone.won_low != alone.won_high:
                _agrees(alone, status, won)
            else:
                assert (status, won) == (CODES[alone.status], alone.won_high), alone.name
                decided += 1
    assert decided > 25 * count


@pytest.mark.slow
@pytest.mark.parametrize("on", [dt.date(2018, 5, 1), dt.date(2025, 3, 1)])
def test_on_days_with_unverified_figures_nothing_decided_differs(on: dt.date) -> None:
    situations = [a_home(on, seed) for seed in range(60)]
    _, found = answers(on, situations)
    for home, situation in enumerate(situations):
        for row, alone in enumerate(api.screen(situation, on).results):
            _agrees(alone, found.statuses[row, home], found.won[row, home])


def _agrees(alone: api.BenefitResult, status: int, won: int) -> None:
    """Where one home alone leaves something open, the columns may leave it open too, and say nothing else."""
    assert status in (CODES[alone.status], CODES["unknown"])
    if won != NULL and alone.status != "unknown":
        assert alone.won_low <= won
        assert alone.won_high is None or won <= alone.won_high


@pytest.mark.slow
def test_what_is_not_stated_is_not_known_over_columns_either() -> None:
    full = [a_home(FEB_2026, seed) for seed in range(100)]
    partial = [forget(home, seed) for seed, home in enumerate(full)]
    decided = 0
    _, found = answers(FEB_2026, partial)
    for situation, statuses, won in zip(partial, found.statuses.T, found.won.T, strict=True):
        for row, alone in enumerate(api.screen(situation, FEB_2026).results):
            if statuses[row] != CODES["unknown"]:
                assert CODES[alone.status] == statuses[row], alone.name
                decided += 1
            if won[row] != NULL:
                assert alone.won_low <= won[row]
    assert decided > 1000


def test_a_quantity_that_is_given_overrides_its_rule() -> None:
    program = plan(korea(), FEB_2026, ["가구원수", "기초생활_소득인정액"], values=["생계급여액"], benefits=())
    given = [Situation({"가구원수": 4, "기초생활_소득인정액": won}) for won in (600_000, 0, 9_000_000)]
    found = compiled.run(program, homes.from_situations(program, given), FEB_2026)
    assert found.home_values[0].tolist() == [1_478_320, 2_078_320, 0]


# a country made up


@rule(article="Charter 1", unit="coins", per=PERSON)
def 회비(gold: int, clan: str, fee: Mapping[str, int], rounding: Callable[..., int]) -> int:
    """Each clan pays its share, and those without gold the least of the fixed shares."""
    least = 0
    for share in (2, 1):
        if gold >= share * 10:
            least = share
    if gold > 5 and clan in ("elf", "dwarf"):
        return rounding(gold * fee[f"{clan} {min(least, 2)}"], 10)
    return least


@rule(article="Charter 1", unit="예아니오", per=PERSON)
def 짝보다_많음(회비: int, mate의_회비: int, mate_있음: bool) -> bool:
    """Pays more than the mate, if there is one."""
    return mate_있음 and 회비 > mate의_회비


dues = over_people("dues", of="회비", how="sum", unit="coins", article="Charter 1", sentence="All of them.")
SEVERE = over_people("severe", of="짝보다_많음", how="any", unit="예아니오", article="Charter 1", sentence="Any.")
CLANS = Fact("clan", "선택", "사람", "Which clan?", choices=("elf", "dwarf", "hobbit"))
TOY_FACTS = {
    "gold": Fact("gold", "원", "사람", "Gold?"),
    "clan": CLANS,
    "mate": Fact("mate", "가구원", "사람", "Mate?"),
}


def toy(*more: Any) -> Country:
    checked = dt.date(2020, 1, 1)
    table = {"elf 1": 3, "elf 2": 4, "dwarf 1": 7}
    parameters = {
        "fee": Parameter("fee", "share", "", "", False, (Row(checked, table, "verified-2", ("x",), checked),)),
        "rounding": Parameter(
            "rounding", "r", "", "", False, (Row(checked, Rounding("half_up", 10), "verified-2", ("x",), checked),)
        ),
    }
    return build(
        [회비, 짝보다_많음, dues, SEVERE, *more],
        TOY_FACTS,
        parameters,
        (Benefit("b", "", ("severe",), "dues", "월", "c"),),
    )


def test_words_tables_loops_and_linked_people_run_over_columns() -> None:
    people = (
        {"이름": "Sam", "gold": 25, "clan": "elf", "mate": "Rosie"},
        {"이름": "Rosie", "gold": 14, "clan": "dwarf", "mate": "Sam"},
        {"이름": "Frodo", "gold": 9, "clan": "hobbit", "mate": None},
    )
    program = plan(toy(), FEB_2026, ["gold", "clan", "mate"], values=["dues", "회비"])
    found = compiled.run(
        program, homes.from_situations(program, [Situation({}, people), Situation({}, people[2:])]), FEB_2026
    )
    assert found.person_values[0].tolist() == [10, 10, 0, 0]
    assert found.home_values[0].tolist() == [20, 0]
    assert found.statuses[0].tolist() == [0, 0]
    unpublished = [{"이름": "Gimli", "gold": 9, "clan": "dwarf", "mate": None}]
    alone = compiled.run(program, homes.from_situations(program, [Situation({}, tuple(unpublished))]), FEB_2026)
    assert alone.person_values[0].tolist() == [NULL]


@pytest.mark.slow
def test_the_machine_code_and_plain_python_agree() -> None:
    program = plan(korea(), FEB_2026, korea().facts)
    situations = [forget(a_home(FEB_2026, seed), seed) for seed in range(10)]
    columns = homes.from_situations(program, situations)
    fast, plain = compiled.run(program, columns, FEB_2026), compiled.run_plainly(program, columns, FEB_2026)
    assert fast.statuses.tolist() == plain.statuses.tolist()
    assert fast.won.tolist() == plain.won.tolist()


def test_a_rule_that_does_more_than_whole_numbers_is_refused_by_name() -> None:
    @rule(article="Charter 9", unit="예아니오", per=PERSON)
    def endless(gold: int) -> bool:
        """Counts for ever."""
        while gold:
            gold -= 1
        return True

    country = toy(endless)
    broken = Benefit("never", "", ("endless",), "dues", "월", "c")
    program = plan(country, FEB_2026, ["gold", "clan"], benefits=(*country.benefits, broken))
    assert [b.name for b in program.benefits] == ["b"]
    assert "endless" in str(program.refused[0])
    with pytest.raises(CannotCompile, match="endless"):
        plan(country, FEB_2026, ["gold"], values=["endless"], benefits=())


# files


def as_rows(situations: Sequence[Situation]) -> pl.DataFrame:
    def person(facts: Mapping[str, Any]) -> dict[str, Any]:
        plain = {k: float(v) if k == "점수" else v for k, v in facts.items()}
        return {**plain, "배우자": "없음"} if "배우자" in facts and facts["배우자"] is None else plain

    rows = [{**s.household, "가구원": [person(p) for p in s.people]} for s in situations]
    return pl.DataFrame(rows, infer_schema_length=None)


@pytest.mark.slow
def test_a_file_is_answered_row_by_row_in_its_order(tmp_path: Path) -> None:
    situations = [a_home(FEB_2026, seed) for seed in range(30)]
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    as_rows(situations).with_columns(pl.Series("가구번호", [f"H{n}" for n in range(30)])).write_parquet(source)
    told: list[tuple[int, int]] = []
    batch.screen_file(
        korea(), source, target, FEB_2026, values=["소득인정액"], at_a_time=25, progress=lambda *at: told.append(at)
    )
    found = pl.read_parquet(target)
    assert told == [(25, 30), (30, 30)]
    assert found["가구번호"].to_list() == [f"H{n}" for n in range(30)]
    for number, situation in enumerate(situations):
        for alone in api.screen(situation, FEB_2026).results:
            assert found[f"{alone.name} 상태"][number] == alone.status
            assert found[f"{alone.name} 원"][number] == alone.won_high
    assert found["기초생활_소득인정액"].null_count() == 0
    assert sorted(tmp_path.iterdir()) == [source, target]


@pytest.mark.slow
def test_a_file_decoded_in_several_goes_keeps_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its groups of rows, what is decoded at once and what is answered at once end in different places."""
    monkeypatch.setattr(batch, "READ_AT_ONCE", 20)
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    sizes = [1 + number * 5 % 7 for number in range(50)]
    pl.DataFrame({"가구번호": range(100, 150), "가구원수": sizes}).write_parquet(source, row_group_size=12)
    told: list[int] = []
    batch.screen_file(
        korea(),
        source,
        target,
        FEB_2026,
        benefits=[],
        values=["기준중위소득"],
        at_a_time=8,
        progress=lambda done, of: told.append(done),
    )
    found = pl.read_parquet(target)
    assert found["가구번호"].to_list() == list(range(100, 150))
    assert found["기준중위소득"].to_list() == [int(oracle.MEDIAN[size]) for size in sizes]
    assert (told[-1], sorted(told)) == (50, told)


GOOD = {"가구원수": [2, 1], "월차임": [0, 200_000], "급지": ["1", "4"], "점유형태": ["임차", "자가"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"월차임": [0, -1]}, "2행 '월차임': '-1'은(는) 0~"),
        ({"월차임": [0.5, 1.0]}, "열 '월차임'의 형은 정수"),
        ({"점유형태": ["임차", "빈집"]}, "2행 '점유형태': '빈집'은(는) 다음 중 하나가 아닙니다: 임차, 자가, 그밖"),
        ({"월차입": [1, 2]}, "가까운 이름: 월차임"),
        ({"나이": [70, 80]}, "'가구원' 안에 있어야"),
        ({"가구원": [[{"이름": "김", "나이": 3}], [{"이름": "이", "나이": 300}]]}, "2행 '가구원.나이': '300'"),
        ({"가구원": [[{"이름": "김"}] * 3, [{"이름": "이"}]]}, "1행 '가구원수': '2'은(는) 가구원보다 적습니다"),
        (
            {"가구원": [[{"출생일": "2026-02-30"}], [{"출생일": "1950-01-01"}]]},
            "1행 '가구원.출생일': '2026-02-30'은(는) 없는",
        ),
        ({"가구원": [[{"출생일": "2026-03-01"}], []]}, "기준일보다 늦습니다"),
        ({"가구원": [[{"출생일": "1950-01-01", "나이": 50}], []]}, "출생일과 맞지 않습니다"),
        ({"가구원": [[{"이름": "김", "배우자": "김"}], []]}, "본인을 가리킵니다"),
        ({"가구원": [[{"배우자": 2}, {"배우자": 0}], []]}, "서로 다릅니다"),
        ({"가구원": [3, 4]}, "사람의 목록"),
    ],
)
def test_a_faulty_file_is_refused_with_row_and_column_and_nothing_is_written(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame({**GOOD, **change}).write_parquet(source)
    with pytest.raises(BadInput) as refused:
        batch.screen_file(korea(), source, target, FEB_2026)
    assert said in refused.value.korean
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.slow
def test_an_error_in_a_later_part_leaves_no_file_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"가구원수": [1] * 30 + [0]}).write_parquet(source)
    with pytest.raises(BadInput, match="31행 '가구원수': '0'"):
        batch.screen_file(korea(), source, target, FEB_2026, at_a_time=10)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.slow
def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame(GOOD).write_parquet(source)
    status, out, _ = bokji("batch", str(source), str(target), "--on", "2026-02-01", "--json")
    assert (status, json.loads(out)["homes"], json.loads(out)["left_out"]) == (0, 2, [])
    assert pl.read_parquet(target)["가구번호"].to_list() == [1, 2]
    assert bokji("batch", str(tmp_path / "none.parquet"), str(target), "--on", "2026-02-01")[0] == 1
    assert bokji("batch", str(source), str(target), "--benefit", "생게급여")[0] == 2


@pytest.mark.slow
def test_no_won_differs_from_the_decimals_of_the_articles(tmp_path: Path) -> None:
    """Six rules of 20,000 homes against `oracle`, which knows nothing of the engine; `make bench` takes a million."""
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table = many_homes(20_000, seed=20_260_201)
    table.write_parquet(source)
    right = pl.DataFrame([oracle.answers(home) for home in table.to_dicts()])
    values = [name for name in right.columns if not name.startswith("기초연금")]
    batch.screen_file(korea(), source, target, oracle.ON, benefits=["기초연금"], values=values)
    found = pl.read_parquet(target)
    for name in right.columns:
        wrong = (right[name] != found[name]).fill_null(value=True).arg_true()
        assert wrong.len() == 0, (name, table.to_dicts()[wrong[0]])
        assert 1000 < (right[name] > 0).sum() < 19_000


@pytest.mark.slow
def test_a_town_under_two_laws_is_the_sum_of_its_homes(tmp_path: Path) -> None:
    source, on, later = tmp_path / "in.parquet", dt.date(2026, 2, 1), dt.date(2027, 2, 1)
    homes = [api.read({**LONE, "공적이전소득": won})[0] for won in (0, 300_000, 820_560, 875_000, 1_200_000)]
    rows = [{name: _plain(value) for name, value in home.household.items()} for home in homes]
    people = [[{name: _plain(value) for name, value in p.items()} for p in home.people] for home in homes]
    pl.DataFrame(rows).with_columns(pl.Series("가구원", people)).write_parquet(source)
    count, sides = compare_file(korea(), source, on, later, {}, benefits=["생계급여"])
    one = next(side for side in sides if side.benefit == "생계급여")
    pairs = [(api.screen(home, on).of("생계급여"), api.screen(home, later).of("생계급여")) for home in homes]
    assert (count, one.open) == (5, 0)
    assert (one.won_before, one.won_after) == (sum(b.won_low for b, _ in pairs), sum(a.won_low for _, a in pairs))
    assert (one.homes_before, one.homes_after, one.gaining, one.losing) == (2, 4, 4, 0)
    words = ("compare", str(source), "--on", str(on), "--benefit", "생계급여", "--set", "생계급여_선정기준표/1=720556")
    assert document(*words)["benefits"][0]["difference"] == -200_000


def _plain(value: Any) -> Any:
    return "없음" if value is None else value


def test_a_home_too_large_for_the_columns_is_refused_and_not_written_past_its_room() -> None:
    program = plan(korea(), FEB_2026, ["나이"], values=["기초연금_나이_충족"], benefits=())
    crowd = Situation({}, tuple({"이름": str(n), "나이": 70} for n in range(600)))
    with pytest.raises(BadInput):
        compiled.run(program, homes.from_situations(program, [crowd]), FEB_2026)


def test_many_homes_of_every_size_are_taken_a_few_at_a_time_without_a_seam() -> None:
    program = plan(korea(), FEB_2026, ["나이"], values=["기초연금_나이_충족"], benefits=())
    ages = [[60 + (home * 7 + who) % 10 for who in range(1 + home % 13)] for home in range(700)]
    town = [Situation({}, tuple({"이름": str(n), "나이": age} for n, age in enumerate(home))) for home in ages]
    found = compiled.run(program, homes.from_situations(program, town), FEB_2026)
    assert found.person_values[0].tolist() == [int(age >= 65) for home in ages for age in home]


@pytest.mark.slow
def test_open_won_in_a_file_are_told_as_the_range_of_one_home_alone(tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    partner = [{"나이": 70, "배우자": 2, "근로소득": 0}, {"나이": 68, "배우자": None, "근로소득": None}]
    alone = [{"나이": 80, "배우자": 0, "근로소득": 300_000}]
    pl.DataFrame(
        {"기초생활_지역": ["그외", None], "월차임": [150_000, None], "가구원": [partner, alone]}
    ).write_parquet(source)
    assert bokji("batch", str(source), str(target), "--on", "2026-02-01", "--ranges")[0] == 0
    files = [
        {"기초생활_지역": "그외", "월차임": 150_000, "가구원": [
            {"이름": "가", "나이": 70, "배우자": "나", "근로소득": 0}, {"이름": "나", "나이": 68},
        ]},
        {"가구원": [{"이름": "가", "나이": 80, "배우자": "없음", "근로소득": 300_000}]},
    ]  # fmt: skip
    compared = 0
    for row, raw in zip(pl.read_parquet(target).iter_rows(named=True), files, strict=True):
        for result in api.screen(api.read(raw)[0], FEB_2026).results:
            assert row[f"{result.name} 최소 원"] == result.won_low, result.name
            assert row[f"{result.name} 최대 원"] == result.won_high, result.name
            compared += row[f"{result.name} 원"] is None
    assert compared > 20


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"가구원수": [1], "소득인정엑": [3]}, "가까운 이름: 소득인정액"),
        ({"가구원수": [1], "home": [3]}, "가구의 번호는 '가구번호' 열에"),
        ({"가구원수": ["하나"]}, "열 '가구원수'의 형은 정수"),
        ({"가구원수": [1, 400]}, "2행 '가구원수': '400'"),
    ],
)
def test_a_faulty_file_of_a_town_is_told_by_its_name_and_nothing_is_written(
    columns: dict[str, list[object]], said: str, tmp_path: Path
) -> None:
    source, target = tmp_path / "town.parquet", tmp_path / "out.parquet"
    pl.DataFrame(columns).write_parquet(source)
    status, out, err = bokji("batch", str(source), str(target), "--on", "2026-02-01", "--benefit", "생계급여")
    assert (status, out, target.exists()) == (1, "", False)
    assert err.startswith("town.parquet: ")
    assert said in err


def test_the_answers_never_take_the_place_of_the_homes(tmp_path: Path) -> None:
    source = tmp_path / "town.parquet"
    pl.DataFrame({"가구원수": [1]}).write_parquet(source)
    before = source.read_bytes()
    for target in (source, tmp_path):
        assert bokji("batch", str(source), str(target), "--on", "2026-02-01", "--benefit", "생계급여")[0] == 1
    assert source.read_bytes() == before


@pytest.mark.parametrize("raw", [b"", b"PAR1", "가구원수\n1\n".encode()])
def test_what_is_no_parquet_says_what_to_do(raw: bytes, tmp_path: Path) -> None:
    source = tmp_path / "town.parquet"
    source.write_bytes(raw)
    for words in (("batch", str(source), str(tmp_path / "out.parquet")), ("compare", str(source))):
        status, _, err = bokji(*words, "--on", "2026-02-01")
        assert (status, "다시 받거나, CSV·XLSX는 Parquet로 바꾸어 주세요" in err) == (1, True)
