"""우리 몫: what one officer of a dong can carry, from a day on, with the reason."""

import django.db.models.deletion
from django.db import migrations, models

import bokjihub.audit.ids


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial"), ("discovery", "0006_night")]

    operations = [
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=bokjihub.audit.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("per_officer", models.PositiveSmallIntegerField(verbose_name="담당 한 명의 가구")),
                ("starts_on", models.DateField(verbose_name="부터")),
                ("reason", models.CharField(max_length=200, verbose_name="까닭")),
                ("set_by", models.UUIDField(verbose_name="정한 사람")),
                ("set_label", models.CharField(max_length=120, verbose_name="정한 사람(직위)")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.area",
                        verbose_name="읍·면·동",
                    ),
                ),
            ],
            options={
                "verbose_name": "우리 몫",
                "verbose_name_plural": "우리 몫",
                "constraints": [
                    models.UniqueConstraint(fields=("area", "starts_on"), name="discovery_quota_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("per_officer__gte", 1), ("per_officer__lte", 500)),
                        name="discovery_quota_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="discovery_quota_says_why"
                    ),
                ],
            },
        ),
    ]
