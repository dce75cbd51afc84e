"""How every room lets something out: rows by a reason and a second person's yes, a signature as a picture on record."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.route import Refused, Request
from bokjihub.audit.models import Entry
from bokjihub.exports.actions import Sheet, let_out
from bokjihub.ui.files import attachment
from bokjihub.ui.signing import Signature, shown

REASONS = ("작업 나누기", "회의 자료", "방문 준비", "상급기관 보고", "파일 고치기", "그 밖")


class DownloadForm(forms.Form):
    """내려받기: nothing leaves without a reason."""

    reason = forms.ChoiceField(
        label="사유",
        choices=[(word, word) for word in REASONS],
        error_messages={"required": "사유를 골라 주세요."},
    )
    words = forms.CharField(label="한 줄로 적기", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """그 밖 needs its words."""
        typed = super().clean() or {}
        if typed.get("reason") == "그 밖" and len((typed.get("words") or "").strip()) < 2:
            self.add_error("words", "왜 내려받는지 한 줄로 적어 주세요.")
        return typed

    @property
    def sentence(self) -> str:
        """The reason as it goes on record."""
        return f"{self.cleaned_data['reason']} {self.cleaned_data['words']}".strip()


def hand_out(
    request: Request,
    sheet: Sheet,
    *,
    title: str,
    back: str,
    note: str = "이름은 가린 채로 나갑니다.",
    reason: str = "",
    crumbs: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    """엑셀 내려받기 of `sheet`: asks why, then answers with the file or leads to the request that waits.

    `note` says what of the people is in it, `reason` is ticked beforehand, `back` is where 닫기 leads.
    """
    form = DownloadForm(request.POST or None, initial={"reason": reason})
    if request.method == "POST" and form.is_valid():
        request.access.show(sheet.subjects)
        done = let_out(sheet=sheet, reason=form.sentence, by=request.access.actor)
        return redirect("exports:take", done.request.id) if done.request else attachment(done.body, done.file_name)
    context = {
        "title": title,
        "form": form,
        "what": sheet.what,
        "count": len(sheet.rows),
        "waits": sheet.waits,
        "note": note,
        "back": back,
        "crumbs": crumbs,
    }
    return render(request, "exports/reason.html", context, status=422 if form.is_bound else 200)


def show_signature(request: Request, signed: Signature | None) -> HttpResponse:
    """서명 보기, on record as an export. Refused where nobody signed or the signed paper itself is kept."""
    if signed is None or not signed.has_picture:
        raise Refused
    request.access.kind = Entry.Kind.EXPORT
    return shown(signed)
