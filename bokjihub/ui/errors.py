"""The one kind of error an officer may read: what is wrong, where, and how to mend it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms


class OfficerError(Exception):
    """A refusal with a sentence for the person at the desk.

    `sentence` is Korean, complete, and can be read aloud; a subclass raised without one says its docstring.
    `field` names the form field it belongs to, if any; `hint` says what to do next.
    """

    sentence: str
    field: str | None
    hint: str

    def __init__(self, sentence: str = "", *, field: str | None = None, hint: str = "") -> None:
        self.sentence = sentence or " ".join((type(self).__doc__ or "").split())
        super().__init__(self.sentence)
        self.field = field
        self.hint = hint


def refuse(form: forms.BaseForm, error: OfficerError) -> None:
    """The refusal as an error of the form: at its field where the form has it, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.sentence)


@contextmanager
def told_to(form: forms.BaseForm) -> Iterator[None]:
    """A refusal inside the block becomes an error of the form; what comes after the block then shows the form again."""
    try:
        yield
    except OfficerError as error:
        refuse(form, error)
