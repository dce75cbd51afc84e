"""Row security on every table that names a household; nothing here is deleted by the application."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep

TABLES = (
    "emergency_emergencyaid",
    "emergency_grant",
    "emergency_payment",
    "emergency_followup",
    "emergency_extensiondecision",
    "emergency_review",
    "emergency_objection",
)
# Rows of law and the number book name nobody: every dong reads them, none of them is deleted.
LAW = ("emergency_limit", "emergency_crisisreason", "emergency_numberbook")


class Migration(migrations.Migration):
    dependencies = [("emergency", "0001_initial"), ("accounts", "0002_scope")]
    operations = [*(fence(table) for table in TABLES), *(keep(table) for table in (*TABLES, *LAW))]
