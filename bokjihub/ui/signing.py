"""Signing a paper by hand: read together, then a glass, a scan or a kept paper; and how the picture is shown and printed."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bokjihub.ui.errors import told_to
from bokjihub.ui.papers.reading import Picture

MOST_DRAWN, MOST_SCAN = 600_000, 8 * 1024 * 1024
PNG = b"\x89PNG"


@dataclass(frozen=True)
class Handwritten:
    """What was signed: a line drawn on the glass, a photo of the signed paper, or where that paper is kept."""

    drawn: bytes = b""
    scan: bytes = b""
    kept_at: str = ""


class HandwrittenForm(forms.Form):
    """서명. `drawn` is filled by the pad; without a script the paper is signed and scanned or kept."""

    drawn = forms.CharField(required=False, max_length=MOST_DRAWN, widget=forms.HiddenInput)
    scan = forms.FileField(
        label="종이에 받은 서명 사진",
        required=False,
        help_text="JPG, PNG",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    kept_at = forms.CharField(
        label="종이를 둔 곳",
        required=False,
        max_length=80,
        help_text="사진 없이 종이로 보관할 때: 예) 사례철 2026-3",
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean_drawn(self) -> bytes:
        """The pad's picture, as bytes."""
        found = self.cleaned_data["drawn"]
        if not found:
            return b""
        head, _, body = found.partition(",")
        try:
            if head != "data:image/png;base64":
                raise ValueError(head)
            return b64decode(body, validate=True)
        except ValueError as error:
            raise forms.ValidationError("서명 그림을 읽지 못했습니다. 다시 서명해 주세요.") from error

    def clean_scan(self) -> bytes:
        """The scan, as bytes, if it is no larger than a picture of a sheet."""
        found = self.cleaned_data["scan"]
        if found is None:
            return b""
        if found.size > MOST_SCAN:
            raise forms.ValidationError("사진이 8MB를 넘습니다. 작게 찍어 다시 올려 주세요.")
        return bytes(found.read())

    def handwritten(self) -> Handwritten:
        """What the valid form brought."""
        data = self.cleaned_data
        return Handwritten(data["drawn"], data["scan"], data["kept_at"].strip())


class SignerForm(HandwrittenForm):
    """서명 of one named person under a paper that was read together."""

    signer = forms.CharField(
        label="서명하시는 분", max_length=60, widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    )
    field_order = ("signer", "drawn", "scan", "kept_at")


class Signature(Protocol):
    """A signature that was kept, in whatever room: its picture, or the fact that only a paper has it."""

    @property
    def has_picture(self) -> bool:
        """Not where the signed paper itself is kept."""

    @property
    def image(self) -> bytes:
        """The picture, opened."""

    @property
    def words(self) -> str:
        """How and when it was taken."""


@dataclass(frozen=True)
class ReadTogether:
    """함께 읽는 글: what is read to the signer in plain sentences, part by part, and where 고칠 것이 있어요 leads."""

    title: str
    parts: Sequence[tuple[str, Sequence[str]]]
    closing: str
    back_url: str
    note: str = ""
    crumbs: Sequence[dict[str, str]] = ()


def sign_together(
    request: HttpRequest, form: HandwrittenForm, paper: ReadTogether, keep: Callable[[], str]
) -> HttpResponse:
    """함께 읽고 서명: `keep` keeps the valid form's signature and says which page follows; a refusal stands on the page."""
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            return redirect(keep())
    context = {
        "title": paper.title,
        "page_note": paper.note,
        "parts": paper.parts,
        "closing": paper.closing,
        "back_url": paper.back_url,
        "crumbs": paper.crumbs,
        "form": form,
    }
    return render(request, "ui/sign_paper.html", context, status=422 if form.is_bound else 200)


def shown(signed: Signature) -> HttpResponse:
    """서명 보기: the picture itself, never kept by the browser."""
    image = signed.image
    return HttpResponse(image, content_type=_kind(image), headers={"Cache-Control": "no-store"})


def printed(signed: Signature | None, whose: str) -> Picture | None:
    """The picture on a paper, with whose it is and how it was taken; none where nobody signed or a paper is kept."""
    if signed is None or not signed.has_picture:
        return None
    image = signed.image
    return Picture(f"data:{_kind(image)};base64,{b64encode(image).decode()}", f"{whose} · {signed.words}")


def _kind(image: bytes) -> str:
    return "image/png" if image.startswith(PNG) else "image/jpeg"
