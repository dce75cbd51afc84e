"""WSGI entry for gunicorn. A process that could see too much does not serve its first page.

Loaded once in gunicorn's master, before it forks: every view and form is imported here, so that no first visitor waits for
them, and no connection of the master reaches a child. What stands then is never looked through for garbage: pages would wait
for it, and looking alone would copy the memory the children share with the master.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bokjihub.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 needs the applications loaded

from bokjihub.accounts.access.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
get_resolver().url_patterns  # noqa: B018 read for what it imports
gc.freeze()
