"""Does the record still say what it said? Recomputes every digest and compares the ends of the chains with the seals.

The digest is computed here from `chain.DIGEST_OF_ROW`, not by the stored function of the trigger: who replaced the
function gains nothing. What cannot be found: a row added behind the last seal with a right digest by whoever owns the
database; it is one more act on record, never one less.
"""

from dataclasses import dataclass

from django.db import connection

from bokjihub.audit.chain import DIGEST_OF_ROW
from bokjihub.audit.seals import Seal, SealBroken, read_seals

# A row is bad when its digest does not fit its columns, when it does not follow the row before it, or when one is missing.
_BAD_ROWS = f"""
    WITH linked AS (
        SELECT e.id, e.actor_id, e.actor_label, e.seq, e.at, e.act, e.prev, e.digest,
               {DIGEST_OF_ROW.format(row="e")} AS computed,
               lag(e.seq) OVER chain AS seq_before, lag(e.digest) OVER chain AS digest_before
        FROM audit_entry e WINDOW chain AS (PARTITION BY e.actor_id ORDER BY e.seq)
    )
    SELECT id::text, actor_id::text, actor_label, seq, act,
           CASE WHEN digest <> computed THEN 'changed'
                WHEN seq <> coalesce(seq_before, 0) + 1 THEN 'missing_before'
                ELSE 'unlinked' END
    FROM linked
    WHERE digest <> computed OR seq <> coalesce(seq_before, 0) + 1 OR prev <> coalesce(digest_before, ''::bytea)
    ORDER BY at, actor_id, seq
"""  # noqa: S608 - no outside words in it
_AT_HEADS = """
    SELECT h.actor_id, h.seq, encode(e.digest, 'hex')
    FROM unnest(%s::uuid[], %s::bigint[]) AS h(actor_id, seq)
    LEFT JOIN audit_entry e ON e.actor_id = h.actor_id AND e.seq = h.seq
"""
_COUNT = "SELECT count(*), count(DISTINCT actor_id) FROM audit_entry"

WORDS = {
    "changed": "내용이 바뀌었습니다",
    "missing_before": "바로 앞 기록이 없습니다",
    "unlinked": "앞 기록과 이어지지 않습니다",
    "cut": "봉인 뒤에 지워졌습니다(꼬리)",
    "rewritten": "봉인된 것과 다릅니다",
    "seal": "봉인 파일이 바뀌었습니다",
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `row` is empty where the row itself is gone."""

    what: str
    actor_id: str
    seq: int
    row: str = ""
    label: str = ""
    words: str = ""

    @property
    def sentence(self) -> str:
        """The fault for the person who must act on it."""
        if self.what == "seal":
            return f"{WORDS[self.what]}: {self.words}"
        who = f"{self.label} " if self.label else ""
        return f"{who}{self.actor_id}의 {self.seq}번째 기록{f' {self.row}' if self.row else ''}: {WORDS[self.what]}"


@dataclass(frozen=True)
class Verdict:
    """What was looked at, and what is wrong, earliest first."""

    rows: int
    actors: int
    seals: int
    sealed_at: str
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Nothing was changed, taken out, put in or cut off."""
        return not self.faults


def verify() -> Verdict:
    """Look at the whole record and the seals. Reads only."""
    try:
        seals, broken = read_seals(), []
    except SealBroken as error:
        seals, broken = [], [Fault("seal", "", 0, words=str(error))]
    faults = [*_bad_rows(), *(_bad_heads(seals[-1]) if seals else []), *broken]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        rows, actors = cursor.fetchone() or (0, 0)
    return Verdict(rows, actors, len(seals), seals[-1].at if seals else "", tuple(faults))


def _bad_rows() -> list[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(_BAD_ROWS)
        return [
            Fault(what, actor, seq, row=row, label=label, words=act)
            for row, actor, label, seq, act, what in cursor.fetchall()
        ]


def _bad_heads(seal: Seal) -> list[Fault]:
    faults = []
    with connection.cursor() as cursor:
        cursor.execute(_AT_HEADS, [list(seal.heads), [head.seq for head in seal.heads.values()]])
        for actor_id, seq, digest in cursor.fetchall():
            if digest is None:
                faults.append(Fault("cut", str(actor_id), seq))
            elif digest != seal.heads[str(actor_id)].digest:
                faults.append(Fault("rewritten", str(actor_id), seq))
    return faults
