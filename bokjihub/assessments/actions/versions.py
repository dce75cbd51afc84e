"""서식: uploaded as a workbook, looked at, published, retired. A published version never changes."""

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.assessments import errors, shipped, survey_by_domain
from bokjihub.assessments.models import Form, FormVersion, Limit
from bokjihub.assessments.xlsform import workbook
from bokjihub.assessments.xlsform.compile import FormBroken, compile_form
from bokjihub.audit import actions as audit

SHOWN_FAULTS = 20


@transaction.atomic
def upload_version(*, content: bytes, file_name: str, by: Actor) -> FormVersion:
    """A workbook becomes a version to look at; it is used only once published. Refused with every fault by sheet, row, column."""
    try:
        made = compile_form(content, _known_limits())
    except FormBroken as broken:
        raise errors.WorkbookBroken(hint="\n".join(map(str, broken.faults[:SHOWN_FAULTS])), field="file") from broken
    form, _ = Form.objects.get_or_create(code=made.definition.code, defaults={"title": made.definition.title})
    last = form.versions.order_by("-number").first()
    digest = sha256(content).hexdigest()
    if last is not None and last.sha256 == digest:
        raise errors.SameAsBefore(field="file")
    version = FormVersion.objects.create(
        form=form,
        number=last.number + 1 if last else 1,
        workbook=content,
        file_name=file_name[:200],
        sha256=digest,
        xform=made.xform,
        definition=made.definition.to_json(),
        uploaded_by=by.id,
    )
    audit.record("form.upload", detail={"form": form.code, "number": version.number, "sha256": digest}, by=by)
    return version


def _known_limits() -> frozenset[str]:
    """Codes of the town's limits, and of those that come with the product."""
    return frozenset(Limit.objects.values_list("code", flat=True)) | {code for code, *_ in shipped.LIMITS}


@transaction.atomic
def publish_version(*, version: FormVersion, by: Actor) -> FormVersion:
    """내기: from now on this version is filled in; the former one is retired and keeps its answers."""
    if version.published_at is not None:
        raise errors.AlreadyOut
    now = timezone.now()
    former = version.form.versions.filter(published_at__isnull=False, retired_at__isnull=True)
    former.update(retired_at=now, retired_by=by.id)
    version.published_at, version.published_by = now, by.id
    version.save(update_fields=["published_at", "published_by"])
    version.form.title = version.read().title
    version.form.save(update_fields=["title"])
    audit.record("form.publish", detail={"form": version.form.code, "number": version.number}, by=by)
    return version


@transaction.atomic
def retire_version(*, version: FormVersion, by: Actor) -> FormVersion:
    """거두기: nobody fills it in any more; what was answered stays readable."""
    if not version.is_in_use:
        raise errors.NotInUse
    version.retired_at, version.retired_by = timezone.now(), by.id
    version.save(update_fields=["retired_at", "retired_by"])
    audit.record("form.retire", detail={"form": version.form.code, "number": version.number}, by=by)
    return version


def _shipped_workbooks() -> Mapping[str, bytes]:
    """Excel files of everything shipped, by code, in the order of the page."""
    return _workbooks((*shipped.SHIPPED, survey_by_domain.shipped))


@cache
def _workbooks(makers: tuple[Callable[[], Any], ...]) -> Mapping[str, bytes]:
    """Kept by what is asked for: who asks for fewer does not decide for the next."""
    sheets = [make() for make in makers]
    return {one["settings"][0]["form_id"]: workbook.write(one) for one in sheets}


@transaction.atomic
def enter_one_shipped(*, code: str, by: Actor) -> FormVersion:
    """One form that comes with the product, put in use when it is first needed."""
    codes = list(_shipped_workbooks())
    return _enter(code, _shipped_workbooks()[code], codes.index(code) + 1, by)


def _enter(code: str, content: bytes, order: int, by: Actor) -> FormVersion:
    version = upload_version(content=content, file_name=f"{code}.xlsx", by=by)
    Form.objects.filter(id=version.form_id).update(order=order)
    return publish_version(version=version, by=by)


@transaction.atomic
def enter_shipped(*, by: Actor) -> int:
    """The instruments and limits that come with the product, entered once; what a town has of the same code stays."""
    known = set(Form.objects.values_list("code", flat=True))
    entered = 0
    for order, (code, content) in enumerate(_shipped_workbooks().items(), start=1):
        if code not in known:
            _enter(code, content, order, by)
            entered += 1
    for code, label, value, unit, source in shipped.LIMITS:
        Limit.objects.get_or_create(
            code=code, defaults={"label": label, "value": value, "unit": unit, "source": source}
        )
    return entered
