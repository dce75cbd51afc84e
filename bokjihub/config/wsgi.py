"""WSGI entry for gunicorn. A process that could see too much does not serve its first page."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bokjihub.config.settings")
application = get_wsgi_application()

from bokjihub.accounts.access.checks import refuse_unsafe_start  # noqa: E402 needs the applications loaded

refuse_unsafe_start()
