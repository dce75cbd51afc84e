"""What a form says of a field that cannot be taken: one kind sentence that says what to do, instead of a translated one.

The framework's own sentences ("필수 항목입니다", "이 값이 최대 80 개의 글자인지 확인하세요", "이/가 선택가능항목에 없습니다") are
nobody's Korean. A field that knows better still says its own.
"""

from django import forms
from django.core import validators

WRITE, CHOOSE = "적어 주세요.", "하나를 골라 주세요."
NOT_OFFERED = "보기에 없는 것입니다. 다시 골라 주세요."
SENTENCES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": WRITE},
    forms.IntegerField: {"invalid": "숫자로 적어 주세요."},
    forms.FloatField: {"invalid": "숫자로 적어 주세요."},
    forms.DecimalField: {"invalid": "숫자로 적어 주세요."},
    forms.TimeField: {"invalid": "14:00처럼 적어 주세요."},
    forms.BooleanField: {"required": "표시해 주세요."},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED},
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    forms.FileField: {"required": "파일을 골라 주세요.", "empty": "빈 파일입니다. 다시 골라 주세요."},
    forms.UUIDField: {"invalid": NOT_OFFERED},
}
LIMITS: dict[type[validators.BaseValidator], str] = {
    validators.MaxLengthValidator: "%(limit_value)d자까지 적을 수 있습니다(지금 %(show_value)d자).",
    validators.MinLengthValidator: "%(limit_value)d자 이상 적어 주세요(지금 %(show_value)d자).",
    validators.MaxValueValidator: "%(limit_value)s 이하로 적어 주세요.",
    validators.MinValueValidator: "%(limit_value)s 이상으로 적어 주세요.",
}


def speak() -> None:
    """Give the sentences to the framework's fields. Called once, as the house starts."""
    for field, sentences in SENTENCES.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **sentences}
    for limit, sentence in LIMITS.items():
        limit.message = sentence
    validators.validate_slug.message = "영문 글자와 숫자, -와 _로 적어 주세요."
