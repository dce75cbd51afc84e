"""가구 찾기 and 전화·내방 상담: from a few words to a household."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.desk import actions
from bokjihub.desk.forms import CallerForm, FindForm
from bokjihub.desk.links import url_of
from bokjihub.desk.queries.search import Found, answer


@route(Act.FIND)
def find(request: Request) -> HttpResponse:
    """가구 찾기: by POST, because the words never stand in an address, a referrer or a log (R22)."""
    form = FindForm(request.POST or None)
    found = _search(request, form)
    context = {"title": "가구 찾기", "form": form, "found": found, "way": ""}
    return render(request, "desk/find.html", context)


@route(Act.FIND)
def quick_record(request: Request) -> HttpResponse:
    """전화·내방 상담: find the home of who calls, or write down a new one, then the counselling record."""
    actor = request.access.actor
    looking = FindForm(request.POST if "q" in request.POST else None)
    caller = CallerForm(request.POST if "way" in request.POST else None, areas=actor.areas)
    if caller.is_bound and caller.is_valid():
        household = actions.write_down_caller(
            area=caller.cleaned_data["area"],
            address=caller.cleaned_data["address"],
            person=caller.person(),
            way=caller.cleaned_data["way"],
            user=request.user,
            by=actor,
        )
        return redirect(url_of("counselling:record", household.id) or url_of("desk:household", household.id))
    found = _search(request, looking)
    context = {
        "title": "전화·내방 상담",
        "form": looking,
        "caller": caller,
        "found": found,
        "may_write": bool(actor.areas),
        "report_url": url_of("discovery:report_signal"),
    }
    return render(request, "desk/quick_record.html", context)


def _search(request: Request, form: FindForm) -> Found | None:
    if not (form.is_bound and form.is_valid()):
        return None
    found = answer(request.access.actor, form.cleaned_data["q"])
    request.access.show(hit.household_id for hit in found.hits)
    request.access.detail = {
        "conditions": found.conditions,
        "found": len(found.hits),
        "elsewhere": found.elsewhere,
    }
    return found
