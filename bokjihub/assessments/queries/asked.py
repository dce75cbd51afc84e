"""The questions of a form as a page shows them, and a whole form as it travels to a tablet."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from bokjihub.assessments.models import FormVersion
from bokjihub.assessments.xlsform.definition import Question


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it: with what was typed and what is wrong with it."""

    question: Question
    value: str
    picked: tuple[str, ...]
    error: str

    @property
    def box(self) -> str:
        """The id of its field."""
        return f"q-{self.question.name}"

    @property
    def may_be_hidden(self) -> bool:
        """It depends on another answer."""
        return bool(self.question.relevant)


@dataclass(frozen=True)
class Portable:
    """A published form for a tablet: the XForm its engine runs, and the same questions as the desk's page draws them."""

    version: str
    code: str
    title: str
    note: str
    xform: str
    html: str


def portable(version: FormVersion) -> Portable:
    """One version as it goes into a day pack. Names nobody."""
    definition = version.read()
    blank = (Asked(one, "", (), "") for one in definition.questions)
    licence = "" if definition.mode == "full" else definition.licence
    return Portable(
        version=str(version.id),
        code=version.form.code,
        title=version.form.title,
        note=" · ".join(filter(None, (f"{version.number}판", licence, definition.source))),
        xform=version.xform,
        html="".join(render_to_string("assessments/_question.html", {"one": one}) for one in blank),
    )
