"""Row security: the one who asked, and the offices of that dong. What was asked for is fixed; the file can only go."""

from django.db import migrations

from bokjihub.accounts.access.rows import keep

SEEN = "asked_by = (SELECT bokji_actor()) OR area_id = ANY ((SELECT bokji_areas())::uuid[])"
FENCE = f"""
ALTER TABLE exports_exportrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON exports_exportrequest TO bokji_app USING ({SEEN}) WITH CHECK ({SEEN});
REVOKE UPDATE ON exports_exportrequest FROM bokji_app;
GRANT UPDATE (body_sealed, decided_by, decided_at, is_approved, answer, until, taken_at) ON exports_exportrequest TO bokji_app;
CREATE FUNCTION exports_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.body_sealed <> OLD.body_sealed AND NEW.body_sealed <> ''::bytea THEN
        RAISE EXCEPTION 'the file that was asked for is not exchanged' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.decided_at IS NOT NULL AND (NEW.is_approved, NEW.decided_by, NEW.decided_at, NEW.until)
        IS DISTINCT FROM (OLD.is_approved, OLD.decided_by, OLD.decided_at, OLD.until) THEN
        RAISE EXCEPTION 'a decision is not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER file_stays BEFORE UPDATE ON exports_exportrequest FOR EACH ROW EXECUTE FUNCTION exports_file_stays();
"""
UNDO = """
DROP TRIGGER file_stays ON exports_exportrequest; DROP FUNCTION exports_file_stays();
GRANT UPDATE ON exports_exportrequest TO bokji_app;
DROP POLICY scope ON exports_exportrequest; ALTER TABLE exports_exportrequest DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial"), ("accounts", "0002_scope")]
    operations = [migrations.RunSQL(FENCE, UNDO), keep("exports_exportrequest")]
