"""Row security on every table that names a household; nothing here is deleted by the application."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = (
    "counselling_counselling",
    "counselling_toldbenefit",
    "counselling_promise",
    "counselling_transcription",
    "counselling_marketcontact",
)


class Migration(migrations.Migration):
    dependencies = [("counselling", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in TABLES),
        # An anonymous market contact typed by mistake is taken back within minutes; everything else stays.
        *(keep(table) for table in TABLES if table != "counselling_marketcontact"),
        # A filled form is not rewritten; a correction is a new record.
        migrations.RunSQL(
            "REVOKE UPDATE ON counselling_counselling, counselling_toldbenefit, counselling_transcription FROM bokji_app;",
            "GRANT UPDATE ON counselling_counselling, counselling_toldbenefit, counselling_transcription TO bokji_app;",
        ),
    ]
