"""The worker of `bokjihub up` (`python -m bokjihub.config.worker`): does the jobs of the queue until it is told to stop.

The library's own command does the same, after a line of English on the screen of the officer who started us.
"""

import asyncio
import sys

import django
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

_GRACE_SECONDS = 5


def main() -> None:
    """Stay until SIGTERM or Ctrl-C; a job under way has a moment to end."""
    django.setup()
    from bokjihub.accounts.access.checks import refuse_unsafe_start  # needs the applications loaded

    refuse_unsafe_start()
    plain = app.connector
    assert isinstance(plain, DjangoConnector)
    with app.replace_connector(plain.get_worker_connector()):
        try:
            asyncio.run(_work())
        except ConnectorException as lost:
            sys.exit(f"데이터베이스가 답하지 않아 작업을 멈췄습니다. (worker stopped: {lost})")


async def _work() -> None:
    async with app.open_async():
        await app.run_worker_async(shutdown_graceful_timeout=_GRACE_SECONDS)


if __name__ == "__main__":
    main()
