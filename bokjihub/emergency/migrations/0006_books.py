"""Row security of the new tables, what the books keep against bare SQL, and the notice's rule on the same illness."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bokjihub.accounts.access.rows import fence, fence_city, keep

FENCED = ("emergency_agendaitem", "emergency_recovery", "emergency_recoveryentry", "emergency_onward")
OF_CITY = ("emergency_sitting", "emergency_appropriation")

BOOKS = """
REVOKE UPDATE ON emergency_recoveryentry, emergency_appropriation FROM bokji_app;

-- Nobody pays back more than was ordered; nobody is ordered to pay back more than was paid.
CREATE FUNCTION emergency_recovery_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE ordered emergency_recovery; owed bigint; first bigint; all_orders bigint; paid bigint;
BEGIN
    SELECT * INTO ordered FROM emergency_recovery WHERE id = NEW.recovery_id FOR UPDATE;
    SELECT coalesce(sum(won), 0), coalesce(sum(won) FILTER (WHERE kind = 'ordered'), 0) INTO owed, first
      FROM emergency_recoveryentry WHERE recovery_id = NEW.recovery_id;
    IF first <> ordered.won OR ordered.is_ordered IS NOT TRUE THEN
        RAISE EXCEPTION 'the book begins with the order' USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_recovery_begins';
    END IF;
    IF owed < 0 OR owed > ordered.won THEN
        RAISE EXCEPTION 'more given back than ordered: %', owed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_recovery_balance';
    END IF;
    SELECT coalesce(sum(e.won), 0) INTO all_orders FROM emergency_recoveryentry e JOIN emergency_recovery r ON r.id = e.recovery_id
     WHERE r.aid_id = ordered.aid_id AND e.kind IN ('ordered', 'reduced');
    SELECT coalesce(sum(p.won), 0) INTO paid FROM emergency_payment p JOIN emergency_grant g ON g.id = p.grant_id
     WHERE g.aid_id = ordered.aid_id;
    IF all_orders > paid THEN
        RAISE EXCEPTION 'ordered % of % paid', all_orders, paid
            USING ERRCODE = 'check_violation', CONSTRAINT = 'emergency_recovery_within_paid';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER emergency_recovery_adds_up AFTER INSERT ON emergency_recoveryentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION emergency_recovery_adds_up();
"""
UNDO = """
DROP TRIGGER emergency_recovery_adds_up ON emergency_recoveryentry;
DROP FUNCTION emergency_recovery_adds_up();
GRANT UPDATE ON emergency_recoveryentry, emergency_appropriation TO bokji_app;
"""
SAME_ILLNESS = "복지로 의료지원 안내(WLF00003179): 같은 상병은 지원이 끝난 뒤 2년"


def same_illness(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Medical help for the same illness: not within two years of the end."""
    limits = apps.get_model("emergency", "Limit").objects.filter(kind="MEDICAL")
    limits.update(same_cause_months=24, same_cause_basis=SAME_ILLNESS)


class Migration(migrations.Migration):
    dependencies = [("emergency", "0005_the_rest"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in FENCED),
        *(fence_city(table, owner="entered_by") for table in OF_CITY),
        *(keep(table) for table in (*FENCED, *OF_CITY)),
        migrations.RunSQL(BOOKS, UNDO),
        migrations.RunPython(same_illness, migrations.RunPython.noop),
    ]
