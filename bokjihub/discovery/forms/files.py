"""Bringing an agency's file (V07)."""

from typing import Any

from django import forms

from bokjihub.discovery import feed as feeds
from bokjihub.discovery.tables import MOST_BYTES


class UploadForm(forms.Form):
    """① 올리기: which kind of file, and the file."""

    feed = forms.ChoiceField(label="무슨 파일인가요", widget=forms.RadioSelect)
    file = forms.FileField(
        label="파일", help_text="엑셀(.xlsx)이나 CSV, 20MB까지. 주민등록번호 뒷자리가 있으면 받지 않습니다."
    )
    year = forms.IntegerField(label="연도", min_value=2015, max_value=2100, required=False)
    number = forms.IntegerField(label="차수", min_value=1, max_value=12, required=False, help_text="행복이음 명단만")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [feeds.load(name) for name in feeds.names()]
        self.fields["feed"].choices = [(row.name, row.title) for row in rows]  # type: ignore[attr-defined]
        self.fields["feed"].initial = rows[0].name

    def clean_file(self) -> Any:
        """A file that is far too large is not read into memory at all."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("20MB까지 올릴 수 있습니다. 읍·면·동이나 달로 나누어 올려 주세요.")
        return file

    def clean(self) -> dict[str, Any]:
        """A round is a year and a number, or neither."""
        found = super().clean() or {}
        if bool(found.get("year")) != bool(found.get("number")):
            self.add_error("number", "연도와 차수를 함께 적거나 둘 다 비워 주세요.")
        return found
