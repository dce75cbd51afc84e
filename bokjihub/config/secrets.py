"""Keys: from the environment in production, from a private file in the data folder elsewhere.

Field keys form a ring: the first one seals, all of them open (rotation: put a new one in front).
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Secrets:
    """`field_keys` maps a key id (one byte) to 32 bytes; the first entry seals."""

    secret_key: str
    field_keys: dict[int, bytes]
    search_key: bytes


def load_secrets(*, mode: str, data_dir: Path) -> Secrets:
    """Read the keys, making them on first use outside production. Raises ImproperlyConfigured in production without them."""
    if mode not in {"demo", "development", "production"}:
        raise ImproperlyConfigured(f"BOKJIHUB_MODE={mode!r}: demo, development, production 가운데 하나여야 합니다.")
    source = os.environ.get("BOKJIHUB_SECRETS_FILE")
    path = Path(source) if source else data_dir / "secrets.json"
    if mode == "production" and not source:
        raise ImproperlyConfigured(
            "운영 방식에서는 BOKJIHUB_SECRETS_FILE 이 있어야 시작합니다. "
            "(Production needs BOKJIHUB_SECRETS_FILE: see docs/howto/deploy.md)"
        )
    if not path.exists():
        if mode == "production":
            raise ImproperlyConfigured(f"열쇠 파일이 없습니다: {path.name} (the secrets file is missing)")
        _write_new(path)
    return _read(path)


def _write_new(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {
        "secret_key": secrets.token_urlsafe(48),
        "field_keys": {"1": b64encode(secrets.token_bytes(32)).decode()},
        "search_key": b64encode(secrets.token_bytes(32)).decode(),
    }
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(body))
    try:
        os.link(temporary, path)  # the first process wins; a second one reads what the first wrote
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _read(path: Path) -> Secrets:
    try:
        body = json.loads(path.read_text())
        found = Secrets(
            secret_key=body["secret_key"],
            field_keys={int(key): b64decode(value) for key, value in body["field_keys"].items()},
            search_key=b64decode(body["search_key"]),
        )
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"열쇠 파일을 읽을 수 없습니다: {path.name} (the secrets file is unreadable)"
        ) from error
    if len(found.secret_key) < 32 or any(len(key) != 32 for key in found.field_keys.values()):
        raise ImproperlyConfigured("열쇠가 너무 짧습니다. (a key is too short)")
    return found
