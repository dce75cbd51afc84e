"""Signing a paper by hand: what the form brings (a glass, a scan, a kept paper) and how the picture is shown and printed."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse

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


def shown(image: bytes) -> HttpResponse:
    """서명 보기: the picture itself, never kept by the browser."""
    return HttpResponse(image, content_type=_kind(image), headers={"Cache-Control": "no-store"})


def printed(image: bytes, words: str) -> Picture:
    """The picture on a paper, with the words that say whose it is."""
    return Picture(f"data:{_kind(image)};base64,{b64encode(image).decode()}", words)


def _kind(image: bytes) -> str:
    return "image/png" if image.startswith(PNG) else "image/jpeg"
