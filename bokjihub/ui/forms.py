"""How `{{ form }}` and `{{ field.as_field_group }}` are drawn: with the components of the house (FORM_RENDERER)."""

from uuid import UUID

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Forms through the page's own template engine, so that components work inside them."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/form_field.html"


NO_ID = UUID(int=0)  # what nothing bears: `id_in(text) or NO_ID` finds nothing


def id_in(text: str | None) -> UUID | None:
    """The id that somebody's address or form carries; None where it cannot be read."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
