"""The application may write the reasons of a town's own ordinance, and no other: those of law and notice come with a release."""

from django.db import migrations

GUARD = """
CREATE FUNCTION emergency_only_own_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'bokji_app' AND (
        NEW.code NOT LIKE 'ordinance\\_%'
        OR TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'ends_on' <> to_jsonb(OLD) - 'ends_on'
    ) THEN
        RAISE EXCEPTION '법과 고시의 사유는 바꿀 수 없습니다' USING ERRCODE = '23514', CONSTRAINT = 'emergency_reason_of_law';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own BEFORE INSERT OR UPDATE ON emergency_crisisreason
FOR EACH ROW EXECUTE FUNCTION emergency_only_own_reasons();
"""


class Migration(migrations.Migration):
    dependencies = [("emergency", "0006_books")]
    operations = [migrations.RunSQL(GUARD, "DROP FUNCTION emergency_only_own_reasons() CASCADE;")]
