"""A smoke of `make faults`: three faults of different kinds are caught, a harmless change is not called caught."""

import pytest

from tests.faults import run
from tests.faults.planted import FAULTS, Fault

MASKS = next(fault.tests for fault in FAULTS if fault.name == "names in full")
SMOKE = ("a page lost its decorator", "a sealed value opens in another row", "names in full")


def test_every_fault_still_fits_the_tree() -> None:
    wrong = [fault.name for fault in FAULTS if (run.ROOT / fault.path).read_text("utf-8").count(fault.old) != 1]
    assert not wrong
    assert len(FAULTS) >= 20  # the bar of the issue
    assert all(fault.old != fault.new for fault in FAULTS)


@pytest.mark.slow
def test_three_faults_are_caught_and_a_harmless_change_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    harmless = Fault("harmless", "bokjihub/ui/words.py", "    if len(text) == 2:", "    if len(text) in (2,):", MASKS)
    chosen = [fault for fault in FAULTS if fault.name in SMOKE]
    assert len(chosen) == len(SMOKE)
    monkeypatch.setattr(run, "FAULTS", [*chosen, harmless])
    assert run.main([]) == 1
    said = capsys.readouterr().out
    assert "3/4" in said
    assert "놓침 (missed): harmless" in said
