"""빈 서식: the list, and one form to print or to take as a file."""

from django.http import HttpResponse
from django.shortcuts import render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.desk.queries.blank_forms import BY_CODE, FORMS
from bokjihub.ui.papers.printing import sheet


@route(Act.ME, methods=("GET",))
def blank_forms(request: Request) -> HttpResponse:
    """Every form that can be taken along empty."""
    return render(request, "desk/blank_forms.html", {"title": "빈 서식", "forms": FORMS})


@route(Act.ME, methods=("GET",))
def blank_form(request: Request, code: str) -> HttpResponse:
    """One empty form, under the name of the office that prints it."""
    form = BY_CODE.get(code)
    if form is None:
        raise Refused
    post = request.access.actor.main_post
    office = Area.objects.filter(id=post.area_id).values_list("name", flat=True).first() if post else ""
    context = sheet(form.title, form.blocks, office=office or "", approval=form.approval)
    return render(request, "ui/paper.html", context)
