"""How `{{ form }}` and `{{ field.as_field_group }}` are drawn: with the components of the house (FORM_RENDERER)."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Forms through the page's own template engine, so that components work inside them."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/form_field.html"
