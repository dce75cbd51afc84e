"""How long the ways of a town take, beside what its plans weigh: a guess until measured."""

from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0013_week_plan")]

    operations = [
        migrations.AddField(
            model_name="planweights",
            name="km_per_hour",
            field=models.PositiveSmallIntegerField(default=24, verbose_name="시속(km)"),
        ),
        migrations.AddField(
            model_name="planweights",
            name="detour",
            field=models.DecimalField(
                decimal_places=2, default=Decimal("1.35"), max_digits=3, verbose_name="곧은 거리의 몇 배"
            ),
        ),
        migrations.AddField(
            model_name="planweights",
            name="door_minutes",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="집마다 더하는 시간(분)"),
        ),
        migrations.AddField(
            model_name="planweights",
            name="ways_source",
            field=models.CharField(default="가정", max_length=80, verbose_name="어디서 온 값"),
        ),
        migrations.AddConstraint(
            model_name="planweights",
            constraint=models.CheckConstraint(
                condition=models.Q(("detour__gte", 1), ("km_per_hour__gte", 3))
                & models.Q(("ways_source", ""), _negated=True),
                name="visits_ways_are_possible",
            ),
        ),
    ]
