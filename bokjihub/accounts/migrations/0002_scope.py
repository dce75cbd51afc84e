"""The functions row security reads; change rows are append-only."""

from django.db import migrations

from bokjihub.accounts.access import rows


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(rows.FUNCTIONS, rows.DROP_FUNCTIONS),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON accounts_postchange FROM bokji_app;", migrations.RunSQL.noop
        ),
        rows.keep("accounts_post"),
        rows.keep("accounts_assignment"),
        rows.keep("accounts_viewreason"),
        rows.keep("accounts_user"),
    ]
