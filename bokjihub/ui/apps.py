"""What the house sets up once, as it starts."""

from django.apps import AppConfig

from bokjihub.ui import refusals


class UiConfig(AppConfig):
    """Shell, components, papers: no tables, no words of the trade."""

    name = "bokjihub.ui"

    def ready(self) -> None:
        """Forms refuse in the words of the office from the first page on."""
        refusals.speak()
