"""A draft is seen by its writer alone, in the database too."""

from django.db import migrations

FENCE = """
ALTER TABLE desk_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON desk_draft TO bokji_app
    USING (user_id = (SELECT bokji_actor())) WITH CHECK (user_id = (SELECT bokji_actor()));
"""
UNDO = "DROP POLICY own ON desk_draft; ALTER TABLE desk_draft DISABLE ROW LEVEL SECURITY;"


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("accounts", "0002_scope")]
    operations = [migrations.RunSQL(FENCE, UNDO)]
