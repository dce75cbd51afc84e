"""A running house for journeys and pictures: `bokjihub up` as a process, on a data folder of its own."""

import contextlib
import fcntl
import os
import re
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

import pytest
from playwright.sync_api import Browser, Page, Response, sync_playwright

from bokjihub.demo.names import PASSWORD
from bokjihub.pgserver.address import place

ROOT = Path(__file__).resolve().parents[2]
CLOCK = Path(__file__).parent / "clock"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 240  # a busy machine; a started one answers in four


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


def house_in(folder: Path) -> House:
    """A house on a data folder, not yet started: an address of its own, no database settings of the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOKJIHUB_DB")}
    environment |= {"BOKJIHUB_DATA_DIR": str(folder), "BOKJIHUB_MODE": "demo", "PYTHONPATH": str(ROOT)}
    return House(f"http://localhost:{_free_port()}", environment)


def with_clock(house: House, clock: Path) -> House:
    """The same house by a clock of its own: it lives as many days ahead of its machine as the file says."""
    path = os.pathsep.join((str(CLOCK), str(ROOT)))
    return House(house.url, {**house.environment, "BOKJIHUB_DAYS_AHEAD": str(clock), "PYTHONPATH": path})


@contextlib.contextmanager
def running_house(folder: Path, *, story: str) -> Iterator[House]:
    """Load a story into a fresh data folder, serve it, stop it."""
    house = house_in(folder)
    loaded = house.command("demo", "load", "--story", story)
    assert loaded.returncode == 0, loaded.stderr
    with serving(house, folder):
        yield house


@contextlib.contextmanager
def small_house(folder: Path, *, shared: Path) -> Iterator[House]:
    """The small town, served from a copy of its own: loaded once a run, by whoever asks first."""
    copy_small_town(folder, shared=shared)
    house = house_in(folder)
    with serving(house, folder):
        yield house


def copy_small_town(folder: Path, *, shared: Path) -> None:
    """Fill `folder` with the loaded small town. `shared` is the folder of this run that all its processes see."""
    mould, loaded = shared / "small-town", shared / "small-town.loaded"
    with (shared / "small-town.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            mould.mkdir(exist_ok=True)
            with running_house(mould, story="small"):
                pass  # served once: its static files are collected
            loaded.touch()
    shutil.copytree(mould, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("postgres"))
    # The database belongs to an account of its own and, for root, may lie elsewhere.
    place(folder).home.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", place(mould).data, place(folder).data], check=True)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of this test run that every worker sees."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextlib.contextmanager
def serving(house: House, folder: Path) -> Iterator[None]:
    """The house, answering until the block ends."""
    words = [sys.executable, "-m", "bokjihub.cli", "up", "--port", house.url.rpartition(":")[2]]
    with (folder / "up.log").open("w") as log:
        server = subprocess.Popen(words, cwd=ROOT, env=house.environment, stdout=log, stderr=log)
        try:
            wait_for(house.url, server, folder / "up.log")
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


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
    enter(page, username)
    return page


def send(page: Page, button: str | re.Pattern[str]) -> None:
    """Press the button of a form and stand on the page it led to, without a refusal."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name=button, exact=True).last.click()
    faults = page.locator(".field-error, .error-summary").all_inner_texts()
    assert not faults, faults


def enter(page: Page, username: str) -> Response | None:
    """Sign in where the house asks for it; it goes on to the page that was wanted."""
    page.get_by_label("아이디").fill(username)
    page.get_by_label("비밀번호").fill(PASSWORD)
    with page.expect_navigation() as going:
        page.get_by_role("button", name="로그인").click()
    return going.value


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/accounts/login/", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    raise AssertionError(f"no answer in {START_SECONDS} s: {log.read_text()}")
