"""Forms of the town: what is in use, what changed, which limits count on a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from bokjihub.assessments.models import Form, FormVersion, Limit
from bokjihub.assessments.xlsform import domains
from bokjihub.assessments.xlsform.definition import Definition
from bokjihub.assessments.xlsform.diff import Change, differences
from bokjihub.assessments.xlsform.judge import Judged, judge
from bokjihub.people.models import Person


@dataclass(frozen=True)
class FormJudge:
    """A form with the limits of a time: judges what was answered about a person."""

    definition: Definition
    limits: Mapping[str, float]

    def of(self, person: Person, answers: Mapping[str, str], day: dt.date) -> Judged:
        """The server's word on the answers of a day."""
        age = person.age_on(day)
        return judge(self.definition, answers, today=day, sex=person.sex, age=age, limits=self.limits)


def forms_with_versions() -> QuerySet[Form]:
    """Every form with its versions, newest first, without the files."""
    light = FormVersion.objects.defer("workbook", "xform", "definition")
    return Form.objects.prefetch_related(Prefetch("versions", light))


def _in_use() -> QuerySet[FormVersion]:
    found = FormVersion.objects.filter(published_at__isnull=False, retired_at__isnull=True)
    return found.select_related("form").defer("workbook", "xform").order_by("form__order", "form__title")


def versions_in_use() -> QuerySet[FormVersion]:
    """The version of each instrument that is filled in today, in the order of the page; surveys by domain stand in cases."""
    return _in_use().exclude(definition__mode=domains.MODE)


def version_in_use(code: str) -> FormVersion | None:
    """The version of one form that is filled in today."""
    return _in_use().filter(form__code=code).first()


def changes_of(version: FormVersion) -> list[Change]:
    """What a version changes against the last published one before it."""
    before = version.form.versions.filter(number__lt=version.number, published_at__isnull=False).first()
    return differences(before.read() if before else None, version.read())


def limits_on(day: dt.date) -> Mapping[str, float]:
    """Approved values in force on a day, by code; the newest row of a code counts."""
    found = Limit.objects.on(day).filter(approved_at__isnull=False).order_by("starts_on")
    return dict(found.values_list("code", "value"))
