"""Pages behind a sent address: no account, a token in the address, then four digits of the telephone it was sent to.

The token alone may have been read on a lost telephone or in a preview, so it shows nothing by itself. Who typed the digits
stays known to this browser for a while, per address.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils import timezone

_OPENED = "opened_addresses"


class TailForm(forms.Form):
    """Last four digits of the telephone the address was sent to."""

    tail = forms.RegexField(
        r"^[0-9]{4}$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={"invalid": "숫자 네 자리를 적어 주세요."},
    )

    def __init__(self, *args: Any, whose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tail"].label = f"{whose} 끝 네 자리"


def is_known(request: HttpRequest, address_id: UUID) -> bool:
    """Whether the digits of this address were typed in this browser, not too long ago."""
    until = request.session.get(_OPENED, {}).get(str(address_id))
    return bool(until) and dt.datetime.fromisoformat(until) > timezone.now()


def fits(
    request: HttpRequest, form: TailForm, *, address_id: UUID, tries: Callable[[str], bool], minutes: int, sender: str
) -> bool:
    """Try the digits typed: the address stays open for some minutes, or the form says what is wrong.

    `tries` counts the wrong ones and closes the address at the fifth; `sender` opens it again.
    """
    if not form.is_valid():
        return False
    if not tries(form.cleaned_data["tail"]):
        form.add_error("tail", f"번호가 맞지 않습니다. 다섯 번 틀리면 닫히며, {sender} 다시 열어 드립니다.")
        return False
    until = timezone.now() + dt.timedelta(minutes=minutes)
    request.session[_OPENED] = {**request.session.get(_OPENED, {}), str(address_id): until.isoformat()}
    return True
