"""Registers the start-up checks of the access room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in, and what they may do."""

    name = "bokjihub.accounts"

    def ready(self) -> None:
        """Make `manage check` know our checks."""
        from bokjihub.accounts.access import checks

        assert checks
