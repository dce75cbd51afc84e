"""Clocks of a household are seen where the household is; clocks without one by their dong."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial"), ("accounts", "0002_scope")]
    operations = [fence("clocks_clock"), keep("clocks_clock"), keep("clocks_extension")]
