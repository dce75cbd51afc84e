"""Row security; screenings and applications are never deleted, a stated fact may be taken back."""

from django.db import migrations

from bokjihub.accounts.access.rows import fence, keep


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_initial"), ("accounts", "0002_scope")]
    operations = [
        fence("benefits_statedfact"),
        fence("benefits_screening"),
        fence("benefits_application"),
        keep("benefits_screening"),
        keep("benefits_application"),
    ]
