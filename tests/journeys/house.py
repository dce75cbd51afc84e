"""A running house for journeys and pictures: `bokjihub up` as a process, on a data folder of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bokjihub.demo.names import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 90


@dataclass(frozen=True)
class House:
    """Where it answers, and what the command line says about it."""

    url: str
    environment: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `bokjihub …` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "bokjihub.cli", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@contextlib.contextmanager
def running_house(folder: Path, *, story: str) -> Iterator[House]:
    """Load a story into a fresh data folder, serve it, stop it."""
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOKJIHUB_DB")}
    environment |= {"BOKJIHUB_DATA_DIR": str(folder), "BOKJIHUB_MODE": "demo", "PYTHONPATH": str(ROOT)}
    house = House(f"http://localhost:{port}", environment)
    loaded = house.command("demo", "load", "--story", story)
    assert loaded.returncode == 0, loaded.stderr
    words = [sys.executable, "-m", "bokjihub.cli", "up", "--port", str(port)]
    log = (folder / "up.log").open("w")
    server = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(house.url, server, folder / "up.log")
        yield house
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        log.close()


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Headless Chromium of the machine."""
    named = os.environ.get("BOKJIHUB_CHROMIUM", "chromium")
    path = shutil.which(named) or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium이 없습니다: apt-get install chromium (Chromium is missing)"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


def listen(page: Page, complaints: list[str]) -> Page:
    """Write down what the browser's console complains about: missing files, blocked styles, faults of scripts."""

    def hear(kind: str, words: str, where: str) -> None:
        if kind in {"error", "warning"}:
            complaints.append(f"{page.url} {where}: {words}")

    page.on("console", lambda said: hear(said.type, said.text, said.location.get("url", "")))
    page.on("pageerror", lambda error: hear("error", str(error), ""))
    return page


def sign_in(
    browser: Browser,
    house: House,
    username: str,
    *,
    width: int = 1280,
    height: int = 800,
    complaints: list[str] | None = None,
) -> Page:
    """A fresh window in which somebody has signed in."""
    page = browser.new_context(viewport={"width": width, "height": height}, locale="ko-KR").new_page()
    if complaints is not None:
        listen(page, complaints)
    page.goto(f"{house.url}/accounts/login/")
    page.get_by_label("아이디").fill(username)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_load_state()
    return page


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/accounts/login/", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    raise AssertionError(f"no answer in {START_SECONDS} s: {log.read_text()}")
