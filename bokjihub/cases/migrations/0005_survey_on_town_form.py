"""The survey stands on a version of the town's form (서식 판) instead of a table of its own; rounds made before keep their frame.

A frame that was answered becomes a published, retired version with the same domains and rule, so that old papers read as
they did. `0002` shipped a frame before this; a new installation has none and begins with the workbook of `assessments`.
"""

from hashlib import sha256

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

import bokjihub.audit.ids
from bokjihub.assessments.queries.by_domain import as_workbook

CODE = "NEEDS"


def keep_frames(apps, schema_editor):
    frames = (
        apps.get_model("cases", "SurveyForm").objects.filter(surveys__isnull=False).distinct().order_by("starts_on")
    )
    Form, Version = apps.get_model("assessments", "Form"), apps.get_model("assessments", "FormVersion")
    Survey = apps.get_model("cases", "Survey")
    latest = None
    for frame in frames:
        form, _ = Form.objects.get_or_create(
            code=CODE, defaults={"title": frame.title, "id": bokjihub.audit.ids.uuid7()}
        )
        content, made = as_workbook(frame.domains, frame.rule, title=frame.title, source=frame.source)
        now = timezone.now()
        latest = Version.objects.create(
            id=bokjihub.audit.ids.uuid7(),
            form=form,
            number=form.versions.count() + 1,
            workbook=content,
            file_name=f"{CODE}.xlsx",
            sha256=sha256(content).hexdigest(),
            xform=made.xform,
            definition=made.definition.to_json(),
            published_at=now,
            retired_at=now,
        )
        Survey.objects.filter(form=frame).update(version=latest)
    if latest is not None:
        Version.objects.filter(id=latest.id).update(retired_at=None)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_fence"), ("cases", "0004_merging")]
    operations = [
        migrations.AddField(
            "survey",
            "version",
            models.ForeignKey(
                "assessments.FormVersion",
                django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
                verbose_name="조사 틀(서식 판)",
            ),
        ),
        migrations.AddField(
            "survey", "computed_label", models.CharField("계산된 등급(우리 말)", max_length=40, blank=True, default="")
        ),
        migrations.RunPython(keep_frames, migrations.RunPython.noop),
        # The rows just written have constraints waiting to be checked at commit; the table changes next.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
    ]
