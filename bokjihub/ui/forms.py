"""How `{{ form }}` and `{{ field.as_field_group }}` are drawn: with the components of the house (FORM_RENDERER).

And the one form every room asks before a file leaves.
"""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Forms through the page's own template engine, so that components work inside them."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/form_field.html"


DOWNLOAD_REASONS = ("작업 나누기", "회의 자료", "방문 준비", "상급기관 보고", "파일 고치기", "그 밖")


class DownloadForm(forms.Form):
    """내려받기: nothing leaves without a reason."""

    reason = forms.ChoiceField(
        label="사유",
        choices=[(word, word) for word in DOWNLOAD_REASONS],
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
