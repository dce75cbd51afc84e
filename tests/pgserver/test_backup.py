"""A backup proves itself: what comes back is what was there, and a damaged one changes nothing."""

import json
import os
from pathlib import Path

import psycopg
import pytest

from bokjihub.pgserver import address, backup, server
from bokjihub.pgserver.problems import ServerProblem

pytestmark = pytest.mark.slow

HEADS = "SELECT DISTINCT ON (actor) actor, seq FROM trail ORDER BY actor, seq DESC"
OFFICE = """
    CREATE TABLE household (id int PRIMARY KEY, name text NOT NULL, area int NOT NULL, seen timestamptz, card bytea);
    CREATE INDEX ON household USING gin (name gin_trgm_ops);
    ALTER TABLE household ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON household USING (area = 1);
    INSERT INTO household SELECT n, '김철수' || n, n % 3, now(), decode('00ff', 'hex') FROM generate_series(1, 3000) n;
    CREATE TABLE trail (actor text, seq int, PRIMARY KEY (actor, seq));
    INSERT INTO trail VALUES ('a', 1), ('a', 2), ('b', 1);
    CREATE TABLE visit (id int GENERATED ALWAYS AS IDENTITY, household int NOT NULL REFERENCES household);
    INSERT INTO visit (household) VALUES (1), (2);
"""


@pytest.fixture
def office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with rows behind a row policy, a chain and a photo; its server runs for the length of the test."""
    monkeypatch.setenv("BOKJIHUB_DATA_DIR", str(folder))
    server.acquire()
    with psycopg.connect(**address.connection("owner")) as owner:
        owner.execute(OFFICE)
    photos = folder / "photos"
    photos.mkdir()
    (photos / "집 앞.jpg").write_bytes(b"\xff\xd8photo")
    return folder


def taken(office: Path, name: str = "backup") -> Path:
    backup.take(office.parent / name, {"photos": office / "photos"}, HEADS)
    return office.parent / name


def ask(query: str, role: address.Role = "owner") -> object:
    with psycopg.connect(**address.connection(role)) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def change(statement: str) -> None:
    with psycopg.connect(**address.connection("owner")) as owner:
        owner.execute(statement.encode())


def damage(folder: Path, **tables: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"].update(tables)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_backup_counts_every_row_also_those_a_policy_hides(office: Path) -> None:
    manifest = backup.read_manifest(taken(office))
    assert manifest.tables["public.household"].rows == 3000
    assert ask("SELECT count(*) FROM household", "app") == 1000
    assert manifest.heads == {"a": [2], "b": [1]}
    assert list(manifest.files) == ["photos/집 앞.jpg"]


def test_a_restore_brings_back_rows_rights_and_photos(office: Path) -> None:
    folder = taken(office)
    change("DELETE FROM visit; UPDATE household SET name = '바뀜'; CREATE TABLE later (id int)")
    (office / "photos" / "집 앞.jpg").write_bytes(b"other")
    assert backup.restore(folder, {"photos": office / "photos"}, HEADS) == []
    assert ask("SELECT count(*) FROM household WHERE name LIKE '김철수%'") == 3000
    assert ask("SELECT to_regclass('later')") is None
    assert ask("SELECT count(*) FROM household", "app") == 1000, "the row policy is back"
    change("INSERT INTO visit (household) VALUES (3)")
    assert ask("SELECT max(id) FROM visit") == 3, "numbers go on where they were"
    assert (office / "photos" / "집 앞.jpg").read_bytes() == b"\xff\xd8photo"
    with psycopg.connect(**address.place().connection("bokji_super", "bokjihub_before")) as before:
        assert before.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_a_restore_that_differs_changes_nothing(office: Path) -> None:
    folder = taken(office)
    damage(
        folder, **{"public.visit": {"rows": 3, "fingerprint": "1:1"}, "public.lost": {"rows": 1, "fingerprint": "0"}}
    )
    change("DELETE FROM visit")
    differences = backup.restore(folder, {}, HEADS)
    assert [line.split(":")[0] for line in differences] == ["public.lost", "public.visit"]
    assert ask("SELECT count(*) FROM visit") == 0
    assert ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'bokjihub%'") == 1


def test_a_broken_dump_changes_nothing(office: Path) -> None:
    folder = taken(office)
    for file in (folder / "dump").glob("*.dat*"):
        file.write_bytes(file.read_bytes()[:20])
    assert "dump" in backup.restore(folder, {}, HEADS)[0]
    assert ask("SELECT count(*) FROM household") == 3000


def test_a_restore_waits_until_nobody_uses_the_office(office: Path) -> None:
    folder = taken(office)
    with psycopg.connect(**address.connection("app")), pytest.raises(ServerProblem, match="bokjihub up"):
        backup.restore(folder, {}, HEADS)
    assert backup.restore(folder, {}, HEADS) == []


def test_a_drill_leaves_the_office_alone_and_looks_at_the_restored_one(office: Path) -> None:
    folder = taken(office)
    change("DELETE FROM visit")
    seen = []

    def look(environment: dict[str, str]) -> str:
        with psycopg.connect(environment["BOKJIHUB_DATABASE_URL"]) as connection:
            seen.append(connection.execute("SELECT current_user, count(*) FROM household").fetchone())
        return ""

    assert backup.drill(folder, HEADS, look) == []
    assert seen == [("bokji_app", 1000)]
    assert ask("SELECT count(*) FROM visit") == 0
    assert sorted(path.name for path in office.iterdir()) == ["photos", "postgres"]


def test_a_drill_names_a_changed_photo_and_a_cut_chain(office: Path) -> None:
    folder = taken(office)
    (folder / "files" / "photos" / "집 앞.jpg").write_bytes(b"x")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["heads"]["a"] = [3]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    differences = backup.drill(folder, HEADS)
    assert [line.split(":")[0] for line in differences] == ["files", "audit a"]


def test_an_outside_database_is_backed_up_and_restored_by_the_owner_of_its_tables(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(
        "SELECT show_trgm('x'); CREATE FUNCTION alike(text) RETURNS bigint LANGUAGE sql SET pg_trgm.similarity_threshold = 0.3 "
        "AS $$ SELECT count(*) FROM household WHERE name % $1 $$"
    )
    host = address.place().socket_dir
    monkeypatch.setenv("BOKJIHUB_DATABASE_URL", f"postgresql://bokji_app@/bokjihub?host={host}")
    monkeypatch.setenv("BOKJIHUB_OWNER_DATABASE_URL", f"postgresql://bokji_owner@/bokjihub?host={host}")
    folder = taken(office)
    change("DELETE FROM visit")
    assert backup.restore(folder, {}, HEADS) == []
    assert ask("SELECT count(*) FROM visit") == 2
    assert ask("SELECT alike('김철수') > 0") is True
    monkeypatch.delenv("BOKJIHUB_DATABASE_URL")


def test_one_changed_letter_in_one_row_changes_the_fingerprint(office: Path) -> None:
    first = backup.read_manifest(taken(office, "first"))
    change("UPDATE household SET name = '김철슈7' WHERE id = 7")
    second = backup.read_manifest(taken(office, "second"))
    changed = {name for name, state in first.tables.items() if second.tables[name] != state}
    assert changed == {"public.household"}


def test_a_folder_with_something_in_it_is_not_written_over(office: Path) -> None:
    folder = taken(office)
    with pytest.raises(ServerProblem, match="비어 있지"):
        backup.take(folder, {}, HEADS)


@pytest.mark.parametrize("text", ["", "{}", '{"format": 99}', "[]"])
def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ServerProblem, match="manifest"):
        backup.read_manifest(tmp_path)


def test_the_dump_is_for_its_owner_only(office: Path) -> None:
    assert os.stat(taken(office)).st_mode & 0o077 == 0
