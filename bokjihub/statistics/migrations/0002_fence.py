"""What was sent is neither changed nor lost. No table here names a household: rights are judged by city, in the view."""

from django.db import migrations

from bokjihub.accounts.access.rows import keep


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        keep("statistics_snapshot"),
        migrations.RunSQL(
            "REVOKE UPDATE ON statistics_snapshot FROM bokji_app",
            "GRANT UPDATE ON statistics_snapshot TO bokji_app",
        ),
        keep("statistics_townfigure"),
    ]
