"""Reading one write's body: typed, bounded, and a sentence instead of a stack where a value is odd."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from bokjihub.field.errors import OddBody

LONGEST = 20_000
MOST_TICKS = 40
C = TypeVar("C", bound=models.TextChoices)


@dataclass(frozen=True)
class Fields:
    """The values of one form as they came: everything may be missing, nothing may be of another shape."""

    values: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str, most: int = LONGEST) -> str:
        """Words; empty where nothing was written."""
        value = self.values.get(name) or ""
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise OddBody(field=name)
        return value.strip()

    def ticks(self, name: str) -> tuple[str, ...]:
        """Ticked codes, each once, in order."""
        value = self.values.get(name) or []
        if not isinstance(value, list) or len(value) > MOST_TICKS or not all(_is_code(one) for one in value):
            raise OddBody(field=name)
        return tuple(sorted(set(value)))

    def flag(self, name: str) -> bool:
        """A tick."""
        value = self.values.get(name) or False
        if not isinstance(value, bool):
            raise OddBody(field=name)
        return value

    def number(self, name: str, most: int) -> int:
        """A whole number from zero."""
        value = self.values.get(name) or 0
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise OddBody(field=name)
        return value

    def day(self, name: str) -> dt.date | None:
        """A day as YYYY-MM-DD, or none."""
        text = self.text(name, 10)
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError as error:
            raise OddBody(field=name) from error

    def choice(self, name: str, among: type[C]) -> C:
        """One of the codes there are."""
        try:
            return among(self.text(name, 40))
        except ValueError as error:
            raise OddBody(field=name) from error

    def id(self, name: str) -> UUID | None:
        """An id, or none."""
        text = self.text(name, 36)
        try:
            return UUID(text) if text else None
        except ValueError as error:
            raise OddBody(field=name) from error

    def part(self, name: str) -> "Fields":
        """A form within the form."""
        value = self.values.get(name) or {}
        if not isinstance(value, dict):
            raise OddBody(field=name)
        return Fields(value)

    def parts(self, name: str, most: int = 20) -> list["Fields"]:
        """Rows of the form."""
        value = self.values.get(name) or []
        if not isinstance(value, list) or len(value) > most or not all(isinstance(one, dict) for one in value):
            raise OddBody(field=name)
        return [Fields(one) for one in value]


def _is_code(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 40
