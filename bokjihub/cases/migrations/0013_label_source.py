"""Where the shipped tags come from, in words an officer can follow."""

from django.db import migrations

WAS, IS = "시·군·구 안내(process §2.2)", "시·군·구 통합사례관리 안내"


def name_the_source(apps, schema_editor):
    apps.get_model("cases", "CaseLabel").objects.filter(source=WAS).update(source=IS)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_stand_in_decided")]
    operations = [migrations.RunPython(name_the_source, migrations.RunPython.noop)]
