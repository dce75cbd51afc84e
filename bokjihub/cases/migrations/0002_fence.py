"""Row security, what may never change, running numbers."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

FENCED = (
    "cases_case",
    "cases_stageevent",
    "cases_transferproposal",
    "cases_survey",
    "cases_surveyanswer",
    "cases_agendaitem",
    "cases_decision",
    "cases_duty",
    "cases_plan",
    "cases_goal",
    "cases_planservice",
    "cases_clienttask",
    "cases_check",
    "cases_checkservice",
    "cases_checkgoal",
    "cases_closing",
    "cases_aftercare",
)
# Lines of a draft plan may go while it is a draft; everything else stays for good.
LINES = ("cases_goal", "cases_planservice", "cases_clienttask")
KEPT = (*(table for table in FENCED if table not in LINES), "cases_conference", "cases_attendee", "cases_surveyform")
WRITTEN_ONCE = ("cases_stageevent", "cases_decision", "cases_check", "cases_checkservice", "cases_checkgoal")

# An agreed plan is fixed line by line, against SQL too; a survey handed in as well.
FIXED = """
CREATE FUNCTION cases_fixed_plan() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE line jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
    IF (SELECT state FROM cases_plan WHERE id = (line->>'plan_id')::uuid) <> 'draft' THEN
        RAISE EXCEPTION '동의를 받은 계획은 고칠 수 없습니다' USING ERRCODE = '23514', CONSTRAINT = 'cases_plan_fixed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cases_fixed_survey() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT submitted_on FROM cases_survey WHERE id = NEW.survey_id) IS NOT NULL THEN
        RAISE EXCEPTION '낸 조사는 고칠 수 없습니다' USING ERRCODE = '23514', CONSTRAINT = 'cases_survey_fixed';
    END IF;
    RETURN NEW;
END $$;
"""
UNFIX = "DROP FUNCTION cases_fixed_plan() CASCADE; DROP FUNCTION cases_fixed_survey() CASCADE;"
NUMBERS = "CREATE SEQUENCE cases_number; GRANT USAGE ON SEQUENCE cases_number TO bokji_app;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        *(fence(table) for table in FENCED),
        *(keep(table) for table in KEPT),
        *(
            migrations.RunSQL(f"REVOKE UPDATE ON {table} FROM bokji_app;", f"GRANT UPDATE ON {table} TO bokji_app;")
            for table in WRITTEN_ONCE
        ),
        migrations.RunSQL(
            FIXED
            + "".join(
                f"CREATE TRIGGER fixed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION cases_fixed_plan();"
                for table in LINES
            )
            + "CREATE TRIGGER fixed BEFORE INSERT OR UPDATE ON cases_surveyanswer "
            "FOR EACH ROW EXECUTE FUNCTION cases_fixed_survey();",
            UNFIX,
        ),
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE cases_number;"),
    ]
