"""A plan covers a day or a week; whoever goes out may say on how many days of a week."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

# A plan of one day ends on the day it begins; what it placed stands on that day.
ONE_DAY = """
UPDATE visits_dayplan SET until = day;
UPDATE visits_planline SET "on" = plan.day
  FROM visits_dayplan plan WHERE plan.id = visits_planline.plan_id AND visits_planline.at IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0012_wishes_and_hours")]

    operations = [
        migrations.AddField(
            model_name="goerterms",
            name="most_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="한 주에 많아야 며칠"),
        ),
        migrations.AddField(
            model_name="dayplan", name="until", field=models.DateField(null=True, verbose_name="이날까지")
        ),
        migrations.AddField(
            model_name="planline", name="on", field=models.DateField(blank=True, null=True, verbose_name="날")
        ),
        migrations.RemoveConstraint(model_name="planline", name="visits_plan_line_placed"),
        migrations.RunSQL(ONE_DAY, migrations.RunSQL.noop),
        migrations.AlterField(model_name="dayplan", name="until", field=models.DateField(verbose_name="이날까지")),
        migrations.AlterModelOptions(
            name="planline",
            options={"ordering": ["on", "at", "id"], "verbose_name": "계획안 줄", "verbose_name_plural": "계획안 줄"},
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(lead__isnull=True, on__isnull=True, at__isnull=True, mate__isnull=True)
                | models.Q(lead__isnull=False, on__isnull=False, at__isnull=False),
                name="visits_plan_line_placed",
            ),
        ),
        migrations.RemoveConstraint(model_name="dayplan", name="visits_one_open_day_plan"),
        migrations.AddConstraint(
            model_name="dayplan",
            constraint=models.CheckConstraint(condition=models.Q(until__gte=models.F("day")), name="visits_plan_span"),
        ),
        migrations.AddConstraint(
            model_name="dayplan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="visits_one_open_plan_a_day",
                expressions=[
                    ("team", "="),
                    (
                        models.Func(
                            models.F("day"),
                            models.F("until"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                condition=models.Q(state__in=["seeking", "ready", "failed"]),
            ),
        ),
    ]
