"""What must stand before the first table: extensions and the rights of the application role.

Default privileges reach only tables made after them, so every other first migration comes later.
"""

from django.db import migrations

RIGHTS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
GRANT USAGE ON SCHEMA public TO bokji_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO bokji_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO bokji_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    run_before = [
        ("contenttypes", "0001_initial"),
        ("auth", "0001_initial"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0001_initial"),
        ("audit", "0001_initial"),
        ("areas", "0001_initial"),
    ]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
