"""A town's file before it is brought in: what would happen, row by row. Reads only; the commit does what is said here.

Flow: sealed content → reading → each line finds its dong → lines brought in before are set aside → who is it → a plan:
certain, to be asked, new homes. The preview shows the plan; the commit makes the same plan again in its own transaction
and applies it, so nothing is parsed into a table in between.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.sealed import unseal
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.discovery import feed as feeds
from bokjihub.discovery.models import SourceFile, WorkItem
from bokjihub.discovery.queries.identity import Described, Match, Sure, match_all
from bokjihub.discovery.reading import Line, Reading, Reject, read
from bokjihub.people.queries import address_key
from bokjihub.ui import sheets

CONTENT = "discovery.file"


@dataclass(frozen=True)
class Placed:
    """A line with its dong, its tong where the address names one, and who it speaks of."""

    line: Line
    area: Area
    tong: Area | None
    match: Match

    @property
    def home_key(self) -> tuple[str, ...]:
        """What makes two new lines of one file the same new home."""
        line = self.line
        if line.name and line.birth_on:
            return ("person", line.name, line.birth_on.isoformat())
        return ("door", address_key(line.address), line.name)


@dataclass(frozen=True)
class Plan:
    """What bringing a file in would do."""

    reading: Reading
    placed: tuple[Placed, ...]
    already: int
    rejects: tuple[Reject, ...]

    @cached_property
    def certain(self) -> tuple[Placed, ...]:
        """Lines whose home is known for certain."""
        return tuple(one for one in self.placed if one.match.household_id)

    @cached_property
    def to_ask(self) -> tuple[Placed, ...]:
        """Lines a person must look at."""
        return tuple(one for one in self.placed if one.match.sure == Sure.ASK)

    @cached_property
    def new(self) -> tuple[Placed, ...]:
        """Lines of homes nobody wrote down yet."""
        return tuple(one for one in self.placed if one.match.sure == Sure.NEW)

    @property
    def new_homes(self) -> int:
        """How many homes would be written down."""
        return len({one.home_key for one in self.new})

    @cached_property
    def found_again(self) -> int:
        """How many of the certain homes were looked at before or are being looked at."""
        ids = {one.match.household_id for one in self.certain if one.match.household_id}
        return WorkItem.objects.filter(household_id__in=ids).values("household_id").distinct().count()

    @cached_property
    def rejected_rows(self) -> int:
        """How many rows must be mended or left out."""
        return len({reject.row for reject in self.rejects})

    def counts(self) -> dict[str, int]:
        """The figures of the preview, the result and the command line."""
        return {
            "rows": self.reading.rows,
            "accepted": len(self.placed),
            "rejected": self.rejected_rows,
            "already": self.already,
            "certain": len(self.certain),
            "to_ask": len(self.to_ask),
            "new_homes": self.new_homes,
            "found_again": self.found_again,
        }


def plan_of(content: bytes, feed_name: str, *, city: Area, by: Actor) -> Plan:
    """The plan for a file as `by` could bring it in now. Refused whole where the file cannot be read."""
    reading = read(content, feeds.load(feed_name), timezone.localdate())
    lines, already = _not_yet_in(reading.lines)
    places = _Places(city, by)
    found: list[tuple[Line, Area]] = []
    rejects = list(reading.rejects)
    for line in lines:
        place = places.of(line, reading)
        if isinstance(place, Reject):
            rejects.append(place)
        else:
            found.append((line, place))
    matches = match_all([_describe(line, area) for line, area in found])
    placed = [
        Placed(line, area, places.tong(line, area), one) for (line, area), one in zip(found, matches, strict=True)
    ]
    rejects.sort(key=lambda reject: (reject.row, reject.column))
    return Plan(reading, tuple(_settle_new_doors(placed)), already, tuple(rejects))


def content_of(file: SourceFile) -> bytes:
    """The bytes of a file as they were given."""
    return base64.b64decode(unseal(file.content, column=CONTENT, row=file.id))


def files_for(actor: Actor) -> QuerySet[SourceFile]:
    """Files of my city that I brought, newest first; those who work for the whole city see all of it."""
    cities = {post.city_id for post in actor.posts if post.city_id}
    found = SourceFile.objects.filter(area_id__in=cities).select_related("area", "round").defer("content")
    if not actor.has(Role.HOPE_UNIT):
        found = found.filter(uploaded_by=actor.id)
    return found.order_by("-uploaded_at", "-id")


def reject_rows(plan: Plan) -> tuple[list[sheets.Column], list[list[sheets.Cell]]]:
    """The rows to mend, as they stood in the file, with where, why and how in front: mend, delete the first columns, upload."""
    headings = plan.reading.headings
    columns = [sheets.Column(label) for label in ("행", "고칠 곳", "까닭", "고치는 법")]
    columns += [sheets.Column(one.heading) for one in headings]
    cells = plan.reading.cells
    rows: list[list[sheets.Cell]] = []
    for row in sorted({reject.row for reject in plan.rejects}):
        mine = [reject for reject in plan.rejects if reject.row == row]
        kept = cells.get(row, ())
        told = [" / ".join(filter(None, texts)) for texts in _columns_of(mine)]
        rows.append(
            [str(row), *told, *(_as_text(kept[one.index] if one.index < len(kept) else None) for one in headings)]
        )
    return columns, rows


def _columns_of(rejects: list[Reject]) -> Iterable[list[str]]:
    yield [f"{one.column}열 {one.heading}".strip() if one.column else "행 전체" for one in rejects]
    yield [one.why for one in rejects]
    yield [one.how for one in rejects]


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _not_yet_in(lines: tuple[Line, ...]) -> tuple[list[Line], int]:
    """Lines brought in with another file, and lines that stand twice in this one, are set aside."""
    marks = [line.fingerprint for line in lines]
    with connection.cursor() as cursor:
        cursor.execute("SELECT discovery_known_lines(%s)", [marks])
        known = {mark for (mark,) in cursor.fetchall()}
    fresh: dict[str, Line] = {}
    for line in lines:
        if line.fingerprint not in known:
            fresh.setdefault(line.fingerprint, line)
    return list(fresh.values()), len(lines) - len(fresh)


def _describe(line: Line, area: Area) -> Described:
    return Described(name=line.name, birth_on=line.birth_on, phone=line.phone, address=line.address, dong_id=area.id)


def _settle_new_doors(placed: list[Placed]) -> Iterable[Placed]:
    """Two different people at one new door of this file: the first is written down, the second a person looks at."""
    doors: dict[str, tuple[str, ...]] = {}
    for one in placed:
        door = address_key(one.line.address)
        if one.match.sure == Sure.NEW and doors.setdefault(door, one.home_key) != one.home_key:
            yield Placed(one.line, one.area, one.tong, Match(Sure.ASK))
        else:
            yield one


class _Places:
    """Dongs and tongs of a city, looked up once for a whole file."""

    def __init__(self, city: Area, by: Actor) -> None:
        self.dongs = {dong.name: dong for dong in dongs_of(city, timezone.localdate())}
        self.mine: frozenset[UUID] = by.areas
        tongs = Area.objects.on(timezone.localdate()).filter(
            level=Area.Level.TONG, parent_id__in=[dong.id for dong in self.dongs.values()]
        )
        self.tongs: dict[UUID, list[Area]] = {}
        for tong in tongs:
            if tong.parent_id is not None:
                self.tongs.setdefault(tong.parent_id, []).append(tong)

    def of(self, line: Line, reading: Reading) -> Area | Reject:
        """The dong of a line, or why it has none we may write into."""
        named = line.dong.replace(" ", "")
        dong = self.dongs.get(named) if named else dong_in(line.address, self.dongs.values())
        if dong is None:
            how = "읍면동 이름을 고쳐 주세요" if named else "주소에 읍·면·동 이름을 넣어 주세요"
            return self._reject(
                line, reading, "dong" if named else "address", "우리 시의 어느 읍·면·동인지 알 수 없음", how
            )
        if dong.id not in self.mine:
            how = "이 행을 빼거나 시 담당(희망복지지원단)이 올려 주세요"
            return self._reject(line, reading, "dong" if named else "address", f"맡은 곳이 아님: {dong.name}", how)
        return dong

    def tong(self, line: Line, area: Area) -> Area | None:
        """The tong or ri the address names."""
        return tong_in(line.address, self.tongs.get(area.id, []))

    @staticmethod
    def _reject(line: Line, reading: Reading, field: str, why: str, how: str) -> Reject:
        fitted = next((one for one in reading.headings if one.column and one.column.field == field), None)
        value = line.dong if field == "dong" else line.address
        letters, heading = (fitted.letters, fitted.heading) if fitted else ("", "")
        return Reject(reading.sheet, line.row, letters, heading, value[:80], why, how)


def dong_in(words: str, dongs: Iterable[Area]) -> Area | None:
    """The dong a place in words names, the longest name first; None where it names none or two."""
    plain = words.replace(" ", "")
    found = [dong for dong in sorted(dongs, key=lambda dong: -len(dong.name)) if dong.name in plain]
    longest = [
        dong for dong in found if not any(dong.name != other.name and dong.name in other.name for other in found)
    ]
    return longest[0] if len(longest) == 1 else None


def tong_in(words: str, tongs: Iterable[Area]) -> Area | None:
    """The tong or ri a place in words names: 5통 is not 15통."""
    plain = words.replace(" ", "")
    for tong in tongs:
        at = plain.find(tong.name)
        if at >= 0 and not (at > 0 and plain[at - 1].isdigit()):
            return tong
    return None
