"""What must be true before the first page: the application's role has no way around row security, and production has no
defaults (R5, R64).

The database part needs only a cursor, so that `bokjihub up` asks before it starts a web process; each web process asks
again for itself, and `manage check --database default` tells the same.
"""

import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from bokjihub.ui.words import with_particle

AUDIT_DAYS_AT_LEAST = 730  # 안전성 확보조치 기준 제8조: two years for the systems this one stands beside
IDLE_MINUTES_AT_MOST = 60
_LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver", "*", ""}


class Cursor(Protocol):
    """What is asked of a database cursor, Django's or psycopg's."""

    def execute(self, query: Any, params: Any = None) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


_ROLE = """SELECT current_user, bool_or(r.rolsuper), bool_or(r.rolbypassrls), bool_or(r.rolcreaterole)
FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')"""
_OWNED = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
AND n.nspname NOT LIKE 'pg_toast%%' AND n.nspname NOT LIKE 'pg_temp%%' AND pg_has_role(current_user, c.relowner, 'MEMBER')
ORDER BY 1 LIMIT 5"""
# Every table that names a dong and a household is fenced; a household itself by its own id.
_UNFENCED = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND (NOT c.relrowsecurity OR NOT EXISTS (
    SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname AND p.roles @> '{bokji_app}'))
AND (c.relname = 'people_household' OR (
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'area_id' AND NOT a.attisdropped)
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'household_id' AND NOT a.attisdropped)))
ORDER BY 1"""


def role_problems(cursor: Cursor) -> list[str]:
    """Ways in which the role behind `cursor` could see rows that row security hides. Empty for the application's role."""
    return list(_role_problems(cursor))


def _role_problems(cursor: Cursor) -> Iterator[str]:
    cursor.execute(_ROLE)
    name, is_super, bypasses, makes_roles = cursor.fetchone()
    if is_super:
        yield f"데이터베이스 계정 {with_particle(name, '이/가')} 최고 관리자입니다. ({name} is, or can become, a superuser)"
    if bypasses:
        yield f"데이터베이스 계정 {with_particle(name, '이/가')} 행 보안을 건너뜁니다. ({name} has BYPASSRLS)"
    if makes_roles:
        yield f"데이터베이스 계정 {with_particle(name, '이/가')} 계정을 만들 수 있습니다. ({name} has CREATEROLE)"
    cursor.execute(_OWNED)
    owned = [row[0] for row in cursor.fetchall()]
    if owned:
        yield f"데이터베이스 계정 {with_particle(name, '이/가')} 표를 가지고 있습니다: {', '.join(owned)} … ({name} owns tables)"
    cursor.execute(_UNFENCED)
    unfenced = [row[0] for row in cursor.fetchall()]
    if unfenced:
        yield f"행 보안이 없는 표: {', '.join(unfenced)} (tables without row security)"


def setting_problems(values: Any = settings) -> list[str]:
    """Settings nobody may serve people's records with. Retention binds always, the rest in production."""
    found = []
    if values.BOKJIHUB_AUDIT_DAYS < AUDIT_DAYS_AT_LEAST:
        found.append(f"열람기록은 {AUDIT_DAYS_AT_LEAST}일 이상 보관합니다. (BOKJIHUB_AUDIT_DAYS is too short)")
    if values.BOKJIHUB_MODE == "production":
        found += _production_problems(values)
    return found


def _production_problems(values: Any) -> Iterator[str]:
    if values.DEBUG:
        yield "운영 방식에서는 DEBUG를 켤 수 없습니다. (DEBUG is on)"
    if not set(values.ALLOWED_HOSTS) - _LOCAL or "*" in values.ALLOWED_HOSTS:
        yield "BOKJIHUB_HOSTS에 우리 주소를 적으세요. (BOKJIHUB_HOSTS is the default or a wildcard)"
    tls = (values.SESSION_COOKIE_SECURE, values.CSRF_COOKIE_SECURE, values.SECURE_SSL_REDIRECT)
    if not all(tls) or values.SECURE_HSTS_SECONDS <= 0:
        yield "운영 방식에서는 TLS 설정이 모두 켜져야 합니다. (a TLS setting is off)"
    if not 0 < values.BOKJIHUB_IDLE_MINUTES <= IDLE_MINUTES_AT_MOST:
        yield f"자동 잠금은 {IDLE_MINUTES_AT_MOST}분 안이어야 합니다. (BOKJIHUB_IDLE_MINUTES)"
    data, seals = Path(values.BOKJIHUB_DATA_DIR).resolve(), Path(values.BOKJIHUB_SEAL_DIR).resolve()
    if data == seals or data in seals.parents:
        yield "봉인 파일은 다른 곳에 두어야 합니다: BOKJIHUB_SEAL_DIR (seals lie in the data folder)"
    yield from _key_problems(values.BOKJIHUB_FIELD_KEYS, values.BOKJIHUB_SEARCH_KEY, values.SECRET_KEY)


def _key_problems(ring: Mapping[int, bytes], search: bytes, secret: str) -> Iterator[str]:
    keys: Sequence[bytes] = [*ring.values(), search]
    if any(len(set(key)) < 8 for key in keys) or len(search) < 32:
        yield "열쇠가 짧거나 뻔합니다. 새로 만드세요. (a key is short or trivial)"
    if len(set(keys)) < len(keys):
        yield "같은 열쇠가 두 곳에 쓰였습니다. (one key serves two purposes)"
    if len(secret) < 32 or secret.startswith("django-insecure"):
        yield "SECRET_KEY가 짧거나 기본값입니다. (SECRET_KEY is short or a default)"


def secrets_file_problems(path: Path) -> list[str]:
    """A key file others may read is no secret."""
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [
            f"열쇠 파일을 다른 계정이 읽을 수 있습니다: chmod 600 {path.name} (the secrets file is readable by others)"
        ]
    return []


def refuse_unsafe_start() -> None:
    """Stop a web process that could show rows it must not. Called before its first page."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        problems = [*setting_problems(), *role_problems(cursor)]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's; a pool must not be there when gunicorn forks
    if problems:
        raise ImproperlyConfigured("\n".join(["안전하지 않아 시작하지 않습니다. (unsafe, not starting)", *problems]))


@register(Tags.security)
def settings_are_safe(**_: Any) -> list[CheckMessage]:
    """`manage check`: the settings part."""
    return [Error(problem, id="bokjihub.E001") for problem in setting_problems()]


@register(Tags.database)
def role_is_harmless(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """`manage check --database default`: the role part, for the application's own role (migrations run as the owner)."""
    if "default" not in (databases or ()) or settings.DATABASES["default"]["USER"] in {"bokji_owner", "bokji_test"}:
        return []
    with connections["default"].cursor() as cursor:
        return [Error(problem, id="bokjihub.E002") for problem in role_problems(cursor)]
