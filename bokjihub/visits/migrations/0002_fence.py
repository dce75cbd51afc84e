"""Row security on every table that names a household; nothing here is deleted by the application."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = (
    "visits_visit",
    "visits_incident",
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial"), ("accounts", "0002_scope")]
    operations = [*(fence(table) for table in TABLES), *(keep(table) for table in TABLES)]
