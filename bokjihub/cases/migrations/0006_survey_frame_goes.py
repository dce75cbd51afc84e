"""The table of frames goes; a domain also says what help is there and what is missing; a town's scale may have up to ten steps."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_fence"), ("cases", "0005_survey_on_town_form")]
    operations = [
        migrations.RemoveField("survey", "form"),
        migrations.RemoveConstraint("surveyanswer", "cases_answer_score"),
        migrations.AddField(
            "surveyanswer", "existing_help", models.CharField("지금 받는 도움", max_length=200, blank=True)
        ),
        migrations.AddField("surveyanswer", "gap", models.CharField("모자란 것", max_length=200, blank=True)),
        migrations.AlterField(
            "survey", "computed_label", models.CharField("계산된 등급(우리 말)", max_length=40, blank=True)
        ),
        migrations.AlterField(
            "survey",
            "version",
            models.ForeignKey(
                "assessments.FormVersion",
                django.db.models.deletion.PROTECT,
                related_name="+",
                verbose_name="조사 틀(서식 판)",
            ),
        ),
        migrations.AlterField("surveyanswer", "score", models.SmallIntegerField("정도")),
        migrations.AddConstraint(
            "surveyanswer",
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=9), name="cases_answer_score"),
        ),
        migrations.DeleteModel("SurveyForm"),
    ]
