"""Bringing a town's file in: sealed when it comes, then all of it or nothing.

Flow: upload (the file is read to see that it can be; only the sealed SourceFile is written) → preview (reads) → commit:
one transaction in which new homes are written down, every line becomes a signal, certain lines join their home's worry,
the others wait in the inbox with a clock. A line brought in before is not brought in again, whatever file it stands in.

Rejected: committing in steps of a hundred rows (a fault in the middle leaves a town with half a list and no way to tell
which half); a job in the background (the officer leaves the page before the answer, and the answer is what they need).
"""

import base64
from hashlib import sha256
from pathlib import PurePath
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.sealed import seal
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.discovery import feed as feeds
from bokjihub.discovery.actions.work_open import attach_signals, put_in_inbox
from bokjihub.discovery.models import Round, Signal, SourceFile
from bokjihub.discovery.queries.files import CONTENT, Placed, content_of, plan_of
from bokjihub.discovery.queries.identity import Sure
from bokjihub.discovery.queries.receipts import new_receipt
from bokjihub.discovery.reading import Reading, read
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from bokjihub.ui.errors import OfficerError


class RowsToMend(OfficerError):
    """고쳐야 할 행이 있습니다. 고친 파일을 다시 올리거나 ‘고칠 행은 빼고 반영’에 표시해 주세요."""


class NothingToBringIn(OfficerError):
    """새로 반영할 행이 없습니다. 이미 받은 줄이거나 모두 고쳐야 할 행입니다."""


class FileIsIn(OfficerError):
    """이미 반영한 파일입니다. 바뀐 것이 없습니다."""


@transaction.atomic
def upload_file(
    *, content: bytes, name: str, feed: str, city: Area, round: Round | None = None, by: Actor
) -> SourceFile:
    """Take a file as it came. A file that was brought in before is answered with its own row; nothing is written then.

    Refused as a whole where it cannot be read by the feed.
    """
    mark = sha256(content).hexdigest()
    brought = SourceFile.objects.filter(feed=feed, sha256=mark, area=city, committed_at__isnull=False).first()
    if brought is not None:
        return brought
    reading = read(content, feeds.load(feed), timezone.localdate())
    file = SourceFile.objects.filter(
        feed=feed, sha256=mark, area=city, uploaded_by=by.id, committed_at__isnull=True
    ).first()
    file = file or _seal(content, name, mark, reading, city, by)
    file.round = round
    file.save()
    audit.record("file.upload", detail={"feed": feed, "sha256": mark, "rows": reading.rows}, by=by)
    return file


@transaction.atomic
def open_round(*, year: int, number: int, by: Actor) -> Round:
    """The round of a list; written down when its first file comes."""
    today = timezone.localdate()
    found, made = Round.objects.get_or_create(year=year, number=number, defaults={"cut_off": today, "opened_on": today})
    if made:
        audit.record("round.open", detail={"year": year, "number": number}, by=by)
    return found


@transaction.atomic
def commit_file(*, file: SourceFile, leave_out_rejected: bool = False, by: Actor) -> SourceFile:
    """Bring a file in: every good row, or nothing at all. Refused while rows must be mended and none was told to leave them out.

    Certain lines join their home's worry, new homes are written down, unsure ones wait for a person with a clock.
    """
    _one_at_a_time(file.area_id)
    file = SourceFile.objects.select_for_update(of=("self",)).select_related("area").get(id=file.id)
    if file.committed_at is not None:
        raise FileIsIn
    plan = plan_of(content_of(file), file.feed, city=file.area, by=by)
    if plan.rejects and not leave_out_rejected:
        raise RowsToMend
    if not plan.placed:
        raise NothingToBringIn
    counts = plan.counts()
    homes = _bring_in(plan.placed, file, by)
    file.committed_at = timezone.now()
    file.result = counts
    file.rejected = plan.rejected_rows
    file.save(update_fields=["committed_at", "result", "rejected"])
    audit.record("file.commit", subjects=homes, detail={"sha256": file.sha256, **counts}, by=by)
    return file


def _one_at_a_time(city_id: UUID) -> None:
    """Two lists of one city brought in at once would each write down the same new home."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"discovery.files:{city_id}"])


def _seal(content: bytes, name: str, mark: str, reading: Reading, city: Area, by: Actor) -> SourceFile:
    file = SourceFile(
        feed=reading.feed.name,
        name=PurePath(name.replace("\\", "/")).name[:200] or "이름 없음",
        sha256=mark,
        code_page=reading.code_page,
        area=city,
        rows=reading.rows,
        rejected=len({reject.row for reject in reading.rejects}),
        uploaded_by=by.id,
    )
    file.content = seal(base64.b64encode(content).decode(), column=CONTENT, row=file.id)
    return file


def _bring_in(placed: tuple[Placed, ...], file: SourceFile, by: Actor) -> set[UUID]:
    """Write the lines down in the order of the file. Returns the households touched."""
    feed = feeds.load(file.feed)
    signals = [_signal(one, file, feed) for one in placed]
    Signal.objects.bulk_create(signals)
    known = Household.objects.in_bulk({one.match.household_id for one in placed if one.match.household_id})
    written: dict[tuple[str, ...], Household] = {}
    pairs: list[tuple[Signal, Household]] = []
    waiting: list[Signal] = []
    for one, signal in zip(placed, signals, strict=True):
        home = known.get(one.match.household_id) if one.match.household_id else None
        if home is None and one.match.sure == Sure.NEW:
            home = written.get(one.home_key) or _write_down(one, by)
            written[one.home_key] = home
        if home is None:
            waiting.append(signal)
        else:
            pairs.append((signal, home))
    put_in_inbox(signals=waiting, by=by)
    attach_signals(pairs=pairs, by=by)
    return {home.id for _, home in pairs}


def _signal(one: Placed, file: SourceFile, feed: feeds.Feed) -> Signal:
    line = one.line
    signal = Signal(
        area=one.area,
        channel=feed.channel,
        level=feed.level,
        indicators=list(line.indicators),
        months=line.months,
        amount_won=line.amount_won,
        event_on=line.event_on,
        received_at=timezone.now(),
        name=line.name,
        birth_on=line.birth_on,
        place=line.address,
        words=line.words,
        receipt=new_receipt(one.area),
        file=file,
        row=line.row,
        fingerprint=line.fingerprint,
        taken_by=file.uploaded_by,
        is_person_known=bool(line.name),
    )
    if line.phone:
        signal.phone = line.phone
    return signal


def _write_down(one: Placed, by: Actor) -> Household:
    line = one.line
    head = NewPerson(name=line.name or "미상", birth_on=line.birth_on, sex=line.sex, phone=line.phone)
    return people.register_household(
        area=one.area,
        tong=one.tong,
        address=line.address,
        head=head,
        registered_address=line.registered_address,
        by=by,
    )
