"""The address is computed, never tried: nothing starts, and every process comes to the same answer."""

import subprocess
import sys
from pathlib import Path

import pytest

from bokjihub.pgserver import address
from bokjihub.pgserver.problems import ServerProblem

pytestmark = pytest.mark.usefixtures("clean_environment")


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "DB_ROLE", "DB_NAME", "DB_POOL", "SOCKET_DIR"):
        monkeypatch.delenv(f"BOKJIHUB_{name}", raising=False)
    monkeypatch.setenv("BOKJIHUB_DATA_DIR", str(tmp_path))


def test_each_role_has_its_own_user_on_the_same_socket() -> None:
    settings = {role: address.database_settings(role) for role in ("app", "owner", "test")}
    assert [entry["USER"] for entry in settings.values()] == ["bokji_app", "bokji_owner", "bokji_test"]
    assert len({entry["HOST"] for entry in settings.values()}) == 1
    assert all(entry["PASSWORD"] == "" for entry in settings.values())


def test_only_the_application_gets_a_pool_and_only_when_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pool" not in address.database_settings("app")["OPTIONS"]
    monkeypatch.setenv("BOKJIHUB_DB_POOL", "1")
    assert address.database_settings("app")["OPTIONS"]["pool"]["max_size"] == 4
    assert "pool" not in address.database_settings("owner")["OPTIONS"]


def test_whoever_changes_the_tables_keeps_no_plans() -> None:
    kept = {
        role: "prepare_threshold" in address.database_settings(role)["OPTIONS"] for role in ("app", "owner", "test")
    }
    assert kept == {"app": True, "owner": False, "test": True}


def test_the_socket_path_stays_short_for_a_long_korean_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("전북특별자치도 남원시 " * 5).strip() / "복지허브"
    assert len(str(address.place(deep).socket_dir / ".s.PGSQL.5432")) < 80
    assert address.place(deep).socket_dir != address.place(deep.parent).socket_dir


def test_an_outside_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKJIHUB_DATABASE_URL", "postgresql://app:p%40ss@db.town:6432/office?sslmode=require")
    settings = address.database_settings("app", pool=True)
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.town", "6432", "office")
    assert (settings["USER"], settings["PASSWORD"]) == ("app", "p@ss")
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["OPTIONS"]["pool"]["min_size"] == 1


def test_migrations_on_an_outside_server_need_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKJIHUB_DATABASE_URL", "postgresql://app@db.town/office")
    with pytest.raises(ServerProblem, match="BOKJIHUB_OWNER_DATABASE_URL"):
        address.database_settings("owner")
    monkeypatch.setenv("BOKJIHUB_OWNER_DATABASE_URL", "postgresql://owner@db.town/office")
    assert address.database_settings("owner")["USER"] == "owner"


def test_an_unreadable_url_is_refused_with_the_right_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOKJIHUB_DATABASE_URL", "postgresql://app@db.town/office?nonsense=1")
    with pytest.raises(ServerProblem, match="postgresql://"):
        address.database_settings("app")


def test_an_unknown_role_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert address.chosen_role() == "app"
    monkeypatch.setenv("BOKJIHUB_DB_ROLE", "superuser")
    with pytest.raises(ServerProblem, match="app, owner, test"):
        address.chosen_role()


@pytest.mark.slow
def test_asking_for_the_address_makes_no_folder_and_starts_nothing(tmp_path: Path) -> None:
    script = "from bokjihub.pgserver import address, server; address.database_settings('app')"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
    assert not list(tmp_path.iterdir())
    assert not address.place().socket_dir.exists()
