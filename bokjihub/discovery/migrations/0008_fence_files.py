"""A file as it came holds hundreds of people: another city does not even see that it came."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence_city


class Migration(migrations.Migration):
    dependencies = [("discovery", "0007_quota"), ("accounts", "0002_scope"), ("areas", "0001_initial")]
    operations = [fence_city("discovery_sourcefile", owner="uploaded_by")]
