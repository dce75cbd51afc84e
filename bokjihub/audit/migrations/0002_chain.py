"""Append-only and chained: the trigger is the owner's, the application role may only insert and read."""

from django.db import migrations

from bokjihub.audit.chain import DIGEST_OF_ROW

CHAIN = f"""
CREATE FUNCTION audit_entry_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.actor_id::text, 41));
    SELECT e.seq, e.digest INTO last FROM audit_entry e WHERE e.actor_id = NEW.actor_id ORDER BY e.seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.prev := coalesce(last.digest, ''::bytea);
    NEW.at := clock_timestamp();
    NEW.digest := {DIGEST_OF_ROW.format(row="NEW")};
    RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_link BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_link();

CREATE FUNCTION audit_entry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '열람기록은 고치거나 지울 수 없습니다' USING ERRCODE = '42501'; END $$;
CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_keep();
CREATE TRIGGER audit_entry_keep_all BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_keep();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM bokji_app;
"""

UNDO = """
DROP TRIGGER audit_entry_link ON audit_entry; DROP TRIGGER audit_entry_keep ON audit_entry;
DROP TRIGGER audit_entry_keep_all ON audit_entry;
DROP FUNCTION audit_entry_link(); DROP FUNCTION audit_entry_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNDO)]
