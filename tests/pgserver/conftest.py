"""Each test here has a server of its own, in a folder the database account can walk into."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bokjihub.pgserver import address, server


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with a space and Hangul in its name; its server is gone afterwards, come what may."""
    monkeypatch.delenv("BOKJIHUB_DATABASE_URL", raising=False)
    monkeypatch.delenv("BOKJIHUB_DB_NAME", raising=False)
    top = Path(tempfile.mkdtemp(prefix="bokjihub-test-"))
    top.chmod(0o755)
    made = top / "남원시 자료"
    yield made
    place = address.place(made)
    while place.home in server._holds:
        server.release(made)
    assert server.postmaster_pid(place) is None
    shutil.rmtree(place.socket_dir, ignore_errors=True)
    shutil.rmtree(top)
