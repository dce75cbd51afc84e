"""The living component page: every component of the house with invented contents, for those who build pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bokjihub.ui import samples


def components(request: HttpRequest) -> HttpResponse:
    """Every component once. Shows no record of anybody; the people are invented in `samples`."""
    form = samples.SampleForm(request.POST or None)
    form.is_valid()
    page = {
        **samples.contents(timezone.localdate()),
        "title": "화면 부품",
        "page_note": "지어낸 자료",
        "crumbs": [{"label": "설정", "url": "#main"}, {"label": "화면 부품", "url": ""}],
        "form": form,
        "wrong_form": samples.wrong_form(),
        "page_of_rows": Paginator(range(1282), 40).get_page(3),
    }
    return render(request, "ui/components.html", page)
