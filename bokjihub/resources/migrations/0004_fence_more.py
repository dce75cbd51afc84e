"""Row security of offers, chest applications and visiting slots; none of them is deleted by the application."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, fence_city, keep

OF_CITY = ("resources_offer", "resources_chestapplication")


class Migration(migrations.Migration):
    dependencies = [("resources", "0003_gifts_and_visits"), ("accounts", "0002_scope")]
    operations = [
        fence("resources_visitingslot"),
        *(fence_city(table, owner="entered_by") for table in OF_CITY),
        *(keep(table) for table in ("resources_visitingslot", *OF_CITY)),
    ]
