"""접수번호: 노-2611-0412-K7QF-… A number to read out in front, 128 bits nobody can guess behind it (R40)."""

import datetime as dt
import secrets

from django.db import connection
from django.utils import timezone

from bokjihub.areas.models import Area

# Crockford's letters: no I, L, O, U, so that a number read over the telephone is one number.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LETTERS, GROUP = 26, 5


def new_receipt(area: Area) -> str:
    """A new receipt number of a dong."""
    secret = "".join(secrets.choice(LETTERS) for _ in range(SECRET_LETTERS))
    groups = [secret[at : at + GROUP] for at in range(0, SECRET_LETTERS, GROUP)]
    return "-".join([next_number(area, timezone.localdate()), *groups])


def next_number(area: Area, day: dt.date) -> str:
    """A number to read out: 노-2611-0412 (first syllable of the dong, year and month, running number)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discovery_number')")
        (number,) = cursor.fetchone() or (0,)
    return f"{area.name[0]}-{day:%y%m}-{number:04d}"


def short(receipt: str) -> str:
    """The part an officer reads out."""
    return "-".join(receipt.split("-")[:3])


def spelled(receipt: str) -> str:
    """A receipt as typed by a person: spaces, small letters and look-alikes put right."""
    plain = receipt.strip().upper().replace(" ", "").replace("–", "-")
    front, _, secret = plain.partition("-")
    return f"{front}-{secret.translate(str.maketrans('ILO', '110'))}" if secret else plain
