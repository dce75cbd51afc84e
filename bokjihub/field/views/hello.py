"""안부확인: the homes given to me, on my phone. One press each; 걱정됨 opens a short report (process §1.4)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.field.views.report import WorryForm
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.visits.actions import hello as helloing
from bokjihub.visits.models import HelloCheck
from bokjihub.visits.queries.hello import callers_of, hello_list, last_hellos, neighbour

TAPS = (HelloCheck.Result.WELL, HelloCheck.Result.MISSED)


@route(Act.FIELD_CARD, methods=("GET",))
def hello(request: Request) -> HttpResponse:
    """The homes given to me, those whose turn it is first; whose consent ended is not shown."""
    actor = request.access.actor
    callers = list(callers_of(actor))
    with acting_as(neighbour(callers, actor)):
        found = hello_list(callers, actor.day)
    request.access.show(home.household_id for home in found.homes)
    context = {"title": "안부확인", "found": found, "now": timezone.now()}
    return render(request, "field/hello.html", context)


@route(Act.FIELD_CARD, methods=("POST",))
def say_hello(request: Request, caller_id: UUID) -> HttpResponse:
    """잘 지내심 · 못 만남; only a row addressed to me is found."""
    caller = get_object_or_404(callers_of(request.access.actor), id=caller_id)
    pressed = request.POST.get("answer", "")
    if pressed not in TAPS:
        raise OfficerError("‘잘 지내심’이나 ‘못 만남’을 눌러 주세요.")
    with acting_as(neighbour([caller], request.access.actor)):
        helloing.say_hello(caller=caller, result=HelloCheck.Result(pressed), by=request.access.actor)
    return redirect("field:hello")


@route(Act.FIELD_CARD, methods=("POST",))
def undo_hello(request: Request, caller_id: UUID) -> HttpResponse:
    """되돌리기: my last answer at this home, within ten minutes."""
    actor = request.access.actor
    caller = get_object_or_404(callers_of(actor), id=caller_id)
    with acting_as(neighbour([caller], actor)):
        last = last_hellos([caller.enrolment_id]).get(caller.enrolment_id)
        if last is not None and last.post_id == caller.post_id:
            helloing.undo_hello(check=last, by=actor)
    return redirect("field:hello")


@route(Act.FIELD_CARD)
def hello_worry(request: Request, caller_id: UUID) -> HttpResponse:
    """걱정됨: what worries you at this home. The dong has it at once."""
    actor = request.access.actor
    caller = get_object_or_404(callers_of(actor), id=caller_id)
    form = WorryForm(request.POST or None)
    with acting_as(neighbour([caller], actor)):
        if request.method == "POST" and form.is_valid():
            with told_to(form):
                helloing.tell_worry(caller=caller, told=form.told(actor), by=actor)
                messages.success(request, "동에 알렸습니다. 고맙습니다.")
                return redirect("field:hello")
        home = next(iter(hello_list([caller], actor.day).homes), None)
    if home is None:  # the consent ended a moment ago; the list says so
        return redirect("field:hello")
    request.access.show([home.household_id])
    context = {"title": f"{home.whom} 걱정 알리기", "form": form, "home": home}
    return render(request, "field/hello_worry.html", context, status=422 if form.errors else 200)
