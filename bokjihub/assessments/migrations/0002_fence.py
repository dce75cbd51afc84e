"""Row security on every table that names a household; a published version of a form never changes; nothing is deleted."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = ("assessments_assessment", "assessments_flag", "assessments_referral")
KEPT = (*TABLES, "assessments_form", "assessments_formversion", "assessments_limit")
FIXED = """
CREATE FUNCTION assessments_version_is_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (OLD.form_id, OLD.number, OLD.workbook, OLD.sha256, OLD.xform, OLD.definition, OLD.published_at,
      OLD.published_by) IS DISTINCT FROM (NEW.form_id, NEW.number, NEW.workbook, NEW.sha256, NEW.xform, NEW.definition, NEW.published_at,
      NEW.published_by) THEN
    RAISE EXCEPTION 'a published version of a form does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessments_version_is_fixed BEFORE UPDATE ON assessments_formversion
  FOR EACH ROW EXECUTE FUNCTION assessments_version_is_fixed();
"""
LOOSE = """
DROP TRIGGER assessments_version_is_fixed ON assessments_formversion;
DROP FUNCTION assessments_version_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in TABLES),
        *(keep(table) for table in KEPT),
        migrations.RunSQL(FIXED, LOOSE),
    ]
