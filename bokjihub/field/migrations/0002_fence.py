"""Row security on what names a home; what came from a device is neither deleted nor rewritten."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = ("field_write", "field_clash", "field_attachment")
# Only what a person or the intake decides may change; the body, its fingerprint and both values of a clash may not.
CHANGEABLE = {
    "field_write": "state, reason, settled_at, settled_by",
    "field_clash": "choice, decided_at, decided_by",
}


def only(table: str, columns: str) -> migrations.RunSQL:
    """Leave the application the right to change these columns of the table and no others."""
    return migrations.RunSQL(
        f"REVOKE UPDATE ON {table} FROM bokji_app; GRANT UPDATE ({columns}) ON {table} TO bokji_app;",
        f"REVOKE UPDATE ({columns}) ON {table} FROM bokji_app; GRANT UPDATE ON {table} TO bokji_app;",
    )


class Migration(migrations.Migration):
    dependencies = [("field", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in TABLES),
        *(keep(table) for table in TABLES),
        *(only(table, columns) for table, columns in CHANGEABLE.items()),
    ]
