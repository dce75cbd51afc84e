"""The set-up step for browser assets: what it keeps, when it does nothing, what it says when it cannot go on."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bokjihub.ui import build_assets
from bokjihub.ui.build_assets import AssetsError


def lock() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((build_assets.ROOT / "package-lock.json").read_text())
    return loaded


def test_lock_pins_exact_versions_by_hash_and_names_no_host() -> None:
    packages = {name: entry for name, entry in lock()["packages"].items() if name}
    assert {"node_modules/krds-uiux", "node_modules/leaflet", "node_modules/pretendard-gov"} <= set(packages)
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "resolved" not in json.dumps(lock())
    assert "http" not in (build_assets.ROOT / "package-lock.json").read_text()
    wanted = json.loads((build_assets.ROOT / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_font_is_declared_under_the_name_krds_asks_for() -> None:
    source = "@font-face{font-family: 'Pretendard GOV Variable';src: url(./woff2-dynamic-subset/a.woff2)}"
    assert build_assets.font_css(source) == "@font-face{font-family: 'Pretendard GOV';src: url(woff2/a.woff2)}"


def test_collected_files_are_linked_correctly() -> None:
    vendor = build_assets.VENDOR
    sheet = (vendor / "pretendard/pretendard-gov.css").read_text()
    linked = re.findall(r"url\(([^)]+)\)", sheet)
    assert len(linked) > 90
    assert all((vendor / "pretendard" / name).is_file() for name in linked)
    assert "sourceMappingURL" not in (vendor / "leaflet/leaflet.js").read_text()
    assert not re.search(r"url\(['\"]?https?:", (vendor / "krds/krds_tokens.css").read_text())


def fake_packages(root: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, *, code: int = 0) -> None:
    """A root with a lock, and an npm that copies nothing but small stand-ins of the packages."""
    for name in ("package.json", "package-lock.json"):
        (root / name).write_text("{}")
    files = {
        "krds-uiux/resources/css/token/krds_tokens.css": ":root{}",
        "krds-uiux/README.md": "",
        "pretendard-gov/dist/LICENSE.txt": "",
        "pretendard-gov/dist/public/static/PretendardGOV-Regular.otf": "",
        "pretendard-gov/dist/public/static/PretendardGOV-Bold.otf": "",
        "pretendard-gov/dist/web/variable/pretendardvariable-gov-dynamic-subset.css": "",
        "pretendard-gov/dist/web/variable/woff2-dynamic-subset/a.woff2": "",
        "@getodk/xforms-engine/README.md": "",
        "@getodk/xforms-engine/dist/index.js": "export {}",
        "leaflet/LICENSE": "",
        "dexie/LICENSE": "",
        "dexie/dist/modern/dexie.min.mjs": "export default 1\n//# sourceMappingURL=x.map",
        "leaflet/dist/leaflet.js": "L=1\n//# sourceMappingURL=leaflet.js.map",
        "leaflet/dist/leaflet.css": "",
        "leaflet/dist/images/layers.png": "",
        "leaflet/dist/images/layers-2x.png": "",
        "leaflet/dist/images/marker-icon.png": "",
    }

    def run(command: list[str], *, cwd: Path, **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        for name, content in files.items():
            path = Path(cwd) / "node_modules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return subprocess.CompletedProcess(command, code, "", "no network")

    monkeypatch.setattr(build_assets, "npm_command", lambda: ["npm"])
    monkeypatch.setattr(subprocess, "run", run)


def test_second_run_does_nothing_until_the_lock_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    fake_packages(tmp_path, calls, monkeypatch)
    vendor = tmp_path / "vendor"
    assert "collected" in build_assets.build(root=tmp_path, vendor=vendor)
    assert build_assets.build(root=tmp_path, vendor=vendor) == "assets: up to date"
    assert len(calls) == 1
    (tmp_path / "package-lock.json").write_text('{"changed": true}')
    build_assets.build(root=tmp_path, vendor=vendor)
    assert len(calls) == 2


def test_failed_fetch_keeps_the_old_files_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_packages(tmp_path, [], monkeypatch, code=1)
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.css").write_text("")
    with pytest.raises(AssetsError) as error:
        build_assets.build(root=tmp_path, vendor=vendor)
    assert "npm 프록시" in str(error.value)
    assert "check the network" in str(error.value)
    assert "no network" in str(error.value)
    assert (vendor / "old.css").is_file()


def test_missing_lock_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssetsError, match=r"package-lock\.json"):
        build_assets.build(root=tmp_path, vendor=tmp_path / "vendor")
