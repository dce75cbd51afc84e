"""What a view hands to `ui/paper.html`: the blocks of a form, whose it is and who prints it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from bokjihub.ui.papers.reading import Block


@dataclass(frozen=True)
class Signed:
    """One post of the approval box and what stands in it: who signed when, 전결, 대결; nothing where a hand signs."""

    post: str
    words: str = ""


def sheet(
    title: str,
    blocks: Sequence[Block],
    *,
    office: str,
    number: str = "",
    approval: Sequence[str | Signed] = ("담당", "팀장"),
    printed_by: str = "",
) -> dict[str, Any]:
    """The context of the print page; `number` is the record's own, 온나라 gives the document's when it is sent."""
    return {
        "title": title,
        "blocks": list(blocks),
        "office_name": office,
        "doc_number": number,
        "approval_posts": list(approval),
        "printed_by": printed_by,
        "printed_at": timezone.now(),
    }


def short_number(code: str, row_id: UUID) -> str:
    """관리번호 of a record without a number of its own: the form's code and the end of its id."""
    return f"{code}-{str(row_id)[-8:].upper()}"
