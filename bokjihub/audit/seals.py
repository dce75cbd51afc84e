"""The seal file: where every actor's chain ended at a moment, one JSON line a seal, each line bound to the one before.

The file lives outside the database (in production on another machine), so that a cut tail or a rewritten chain is
found by somebody who holds the whole database. The last line of the file itself is protected only by its place.
"""

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

FILE_NAME = "audit-seals.jsonl"
_HEADS = """
    SELECT DISTINCT ON (actor_id) actor_id::text, seq, encode(digest, 'hex')
    FROM audit_entry ORDER BY actor_id, seq DESC
"""


@dataclass(frozen=True)
class Head:
    """The last row of one actor's chain at the moment of a seal."""

    seq: int
    digest: str


@dataclass(frozen=True)
class Seal:
    """One line of the seal file."""

    at: str
    rows: int
    heads: dict[str, Head]
    mac: str


class SealBroken(Exception):
    """A line of the seal file was changed, taken out or put in; the message names the line."""


def seal_path() -> Path:
    """Where the seals are written."""
    return Path(settings.BOKJIHUB_SEAL_DIR) / FILE_NAME


def write_seal() -> Seal:
    """Add one line with the heads of all chains as they are now."""
    before = read_seals()
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        heads = {actor: [seq, digest] for actor, seq, digest in cursor.fetchall()}
        cursor.execute("SELECT count(*) FROM audit_entry")
        rows = int((cursor.fetchone() or (0,))[0])
    body: dict[str, Any] = {"at": timezone.now().isoformat(), "rows": rows, "heads": heads}
    line = {**body, "mac": _mac(before[-1].mac if before else "", body)}
    path = seal_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, sort_keys=True) + "\n")
    return _seal_of(line)


def read_seals() -> list[Seal]:
    """Every seal, oldest first. Raises SealBroken at the first line that does not follow from the one before."""
    path = seal_path()
    if not path.exists():
        return []
    seals: list[Seal] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            mac = line.pop("mac")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SealBroken(f"{path.name} {number}번째 줄을 읽을 수 없습니다") from error
        if not hmac.compare_digest(mac, _mac(seals[-1].mac if seals else "", line)):
            raise SealBroken(f"{path.name} {number}번째 줄이 앞줄과 이어지지 않습니다")
        seals.append(_seal_of({**line, "mac": mac}))
    return seals


def _mac(before: str, body: dict[str, Any]) -> str:
    text = f"bokjihub.audit.seal\n{before}\n{json.dumps(body, sort_keys=True)}"
    return hmac.new(settings.BOKJIHUB_SEARCH_KEY, text.encode(), sha256).hexdigest()


def _seal_of(line: dict[str, Any]) -> Seal:
    heads = {actor: Head(seq=int(seq), digest=str(digest)) for actor, (seq, digest) in line["heads"].items()}
    return Seal(at=line["at"], rows=line["rows"], heads=heads, mac=line["mac"])
