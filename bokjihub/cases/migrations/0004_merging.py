"""An agreed plan and a survey handed in follow their household when two become one, and change in nothing else."""

from importlib import import_module

from django.db import migrations

_FIXED = import_module("bokjihub.cases.migrations.0002_fence").FIXED
_MOVES = """BEGIN
    IF TG_OP = 'UPDATE' AND people_is_merging(OLD.household_id, NEW.household_id)
       AND to_jsonb(NEW) - '{household_id,area_id}'::text[] = to_jsonb(OLD) - '{household_id,area_id}'::text[] THEN
        RETURN NEW;
    END IF;
"""
_REPLACED = _FIXED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_closing_proof"), ("people", "0003_merging")]
    operations = [migrations.RunSQL(_REPLACED.replace("BEGIN\n", _MOVES), _REPLACED)]
