"""Row security; nothing found is ever deleted by the application; signals are append-only but for their link to a home."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = (
    "discovery_workitem",
    "discovery_signal",
    "discovery_contactattempt",
    "discovery_closingrequest",
    "discovery_closure",
)
# Closures and contact attempts are never rewritten; a signal may only be tied to a household and a work item.
WRITTEN_ONCE = """
REVOKE UPDATE ON discovery_closure, discovery_contactattempt, discovery_reporter FROM bokji_app;
REVOKE UPDATE ON discovery_signal FROM bokji_app;
GRANT UPDATE (work_item_id, household_id, area_id, is_person_known, level) ON discovery_signal TO bokji_app;
"""


class Migration(migrations.Migration):
    dependencies = [("discovery", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in TABLES),
        # The reporter is seen by nobody but the receiver (R39).
        migrations.RunSQL(
            "ALTER TABLE discovery_reporter ENABLE ROW LEVEL SECURITY; "
            "CREATE POLICY scope ON discovery_reporter TO bokji_app USING (received_by = bokji_actor()) "
            "WITH CHECK (received_by = bokji_actor() AND area_id = ANY ((SELECT bokji_areas())::uuid[]));",
            "DROP POLICY scope ON discovery_reporter; ALTER TABLE discovery_reporter DISABLE ROW LEVEL SECURITY;",
        ),
        *(keep(table) for table in (*TABLES, "discovery_reporter", "discovery_sourcefile")),
        migrations.RunSQL(WRITTEN_ONCE, migrations.RunSQL.noop),
    ]
