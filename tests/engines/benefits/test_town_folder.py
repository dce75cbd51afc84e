"""docs/howto/add-a-benefit.md, gone through as a town does it: copy, rename, try; and what a faulty folder is told."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bokjihub.engines.benefits import country
from bokjihub.engines.benefits.commands import run
from bokjihub.engines.benefits.country import PACKAGE, ROOT, Country, load
from bokjihub.engines.benefits.errors import BadRules

HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "add-a-benefit.md"

pytestmark = pytest.mark.slow


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Step 1 of the howto: the example copied and its word replaced."""
    copied = tmp_path / "our_town"
    shutil.copytree(ROOT / "seoul_basic", copied, ignore=shutil.ignore_patterns("__pycache__"))
    for path in copied.glob("*.*"):
        path.write_text(path.read_text("utf-8").replace("서울형", "우리시형"), "utf-8")
    return copied


@pytest.fixture
def as_town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BOKJIHUB_LOCAL_BENEFITS", str(town.parent))
    country.korea.cache_clear()
    yield
    monkeypatch.undo()
    country.korea.cache_clear()


def bokji(*words: str, typed: str = "") -> str:
    out, err = io.StringIO(), io.StringIO()
    assert run(list(words), io.StringIO(typed), out, err) == 0, err.getvalue()
    return out.getvalue()


def with_town(town: Path) -> Country:
    return load(ROOT, PACKAGE, town.parent)


@pytest.mark.usefixtures("as_town")
def test_a_copied_folder_answers_like_any_other() -> None:
    given = ("우리시형_기초보장_한도", "가구원수=1", "--on", "2026-07-01", "--json")
    assert json.loads(bokji("value", *given))["value"] == 410_000
    home = "기초생활_지역: 서울\n가구원수: 1\n생계급여_수급중: 아니오\n기초생활_소득인정액: 1000000\n우리시형_재산기준_확인: 예\n"
    found = json.loads(bokji("check", "-", "--on", "2026-07-01", "--json", typed=home))["benefits"]
    ours = next(one for one in found if one["name"] == "우리시형 기초보장")
    assert (ours["status"], ours["won_high"]) == ("eligible", 410_000)
    assert "우리시형 기초보장" in bokji("coverage", "--on", "2026-07-01", "--cases", "/no/cases")


def test_the_product_itself_is_unchanged_without_a_town() -> None:
    assert "우리시형 기초보장" not in {benefit.name for benefit in load(ROOT, PACKAGE).benefits}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rule.py", "기준중위소득: int,", "기준중위소두: int,", "'기준중위소두'을(를) 찾을 수 없습니다"),
        ("rule.py", "def 우리시형_거주(", "def 우리시형_거주((", "our_town 폴더의 rule.py를 읽을 수 없습니다"),
        ("rule.py", 'amount="우리시형_기초보장_한도"', 'amount="우리시형_한도"', "'우리시형_한도' 규칙이 없습니다"),
        ("rule.py", 'amount="우리시형_기초보장_한도"', 'amount="나이"', "사람의 값입니다(per=PERSON을 쓰세요)"),
        ("parameters.yaml", 'unit: "%"', "", "unit과, values나 unpublished"),
        ("parameters.yaml", "value: 48", "value: 48.5", "값은 정수여야 합니다"),
        ("parameters.yaml", "status: verified-1", "status: sure", "상태가 올바르지 않습니다"),
        ("parameters.yaml", "      checked: 2026-11-22\n우리시형_기초보장표", "우리시형_기초보장표", "checked"),
        (
            "parameters.yaml",
            "우리시형_소득비율:",
            "한부모_소득비율:",
            "'한부모_소득비율'이(가) single_parent 폴더와 our_town 폴더에",
        ),
        ("facts.yaml", "kind: 예아니오", "kind: 예아니요", "kind, of, question"),
        ("facts.yaml", "우리시형_재산기준_확인", "가구원수", "사실 '가구원수'이(가) 두 곳에 있습니다"),
    ],
)
def test_a_faulty_folder_is_refused_with_a_sentence(town: Path, file: str, old: str, new: str, said: str) -> None:
    path = town / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadRules) as refused:
        with_town(town)
    assert said in refused.value.korean


def test_a_folder_copied_without_renaming_is_told_that_the_names_are_taken(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seoul_basic", tmp_path / "copy")
    with pytest.raises(BadRules) as refused:
        load(ROOT, PACKAGE, tmp_path)
    assert "seoul_basic 폴더와 copy 폴더에 있습니다" in refused.value.korean


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="BOKJIHUB_LOCAL_BENEFITS"):
        load(ROOT, PACKAGE, tmp_path / "nowhere")


def test_every_line_of_the_howto_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page itself is gone through, by somebody who has the product and an empty folder."""
    copying, home, trying = blocks_of_the_howto()[:3]
    here = copying.replace("/srv/bokjihub", str(tmp_path))
    shell = [line for line in here.splitlines() if not line.startswith("export ")]
    subprocess.run(["bash", "-ec", "\n".join(shell)], cwd=HOWTO.parents[2], check=True)
    name, _, folder = next(line for line in here.splitlines() if line.startswith("export "))[7:].partition("=")
    monkeypatch.setenv(name, folder)
    monkeypatch.chdir(tmp_path)
    Path("home.yaml").write_text(home, "utf-8")
    country.korea.cache_clear()
    try:
        said = [_line_of_the_howto(line) for line in trying.splitlines()]
    finally:
        monkeypatch.undo()
        country.korea.cache_clear()
    assert len(said) == 5
    assert "우리시형_기초보장_한도" in said[0]
    assert "410,000" in said[1]
    assert re.search(r"받을 수 있음.*우리시형 기초보장 0~410,000원/월.*확인 필요", said[2], re.DOTALL)
    assert "우리시형 기초보장" in said[3]
    assert "우리시형" in (tmp_path / "handbook" / "our_town.md").read_text("utf-8")


def test_the_benefit_written_from_nothing_in_the_howto_is_paid_to_each_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hair_voucher"
    folder.mkdir()
    for name, text in zip(("rule.py", "parameters.yaml", "facts.yaml"), blocks_of_the_howto()[3:], strict=True):
        (folder / name).write_text(text, "utf-8")
    monkeypatch.setenv("BOKJIHUB_LOCAL_BENEFITS", str(tmp_path))
    country.korea.cache_clear()
    home = "가구원수: 2\n우리시_거주: 예\n가구원:\n  - {이름: 김, 나이: 72}\n  - {이름: 이, 나이: 69}\n"
    try:
        this_year, next_year = (
            next(one for one in json.loads(said)["benefits"] if one["name"] == "어르신 이미용권")
            for said in (bokji("check", "-", "--on", day, "--json", typed=home) for day in ("2026-07-01", "2027-07-01"))
        )
    finally:
        monkeypatch.undo()
        country.korea.cache_clear()
    assert (this_year["status"], this_year["won_high"], this_year["people"]) == ("eligible", 60_000, ["김"])
    assert (next_year["status"], next_year["won_high"]) == ("eligible", None)


def blocks_of_the_howto() -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", HOWTO.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def _line_of_the_howto(line: str) -> str:
    words = line.partition("#")[0].partition("|")[0].split()
    assert words[:2] == ["bokjihub", "benefits"], line
    return bokji(*words[2:])
