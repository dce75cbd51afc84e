"""나의 복지 찾기 (V45): which help may I be missing? No login, no script, nothing kept.

Flow: the answers stand in the form of the page itself and come back with every press; the engine answers, the page shows,
nothing is written: no session, no log line, no row. Only how often an address used the page is counted for a day, by a
keyed hash, as on the other public forms.

Rejected: answers in the address (they would stand in histories and logs); a session (it is kept on a disk); answering in the
browser only (needs a script, and the law would have to be written twice).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from bokjihub.accounts.access.route import place_of, public
from bokjihub.areas.models import Area, TeamCoverage
from bokjihub.areas.queries import dongs_of
from bokjihub.benefits.queries.asking import Key, key_of
from bokjihub.benefits.queries.facts import town_facts, town_of
from bokjihub.benefits.queries.finder import DO_NOT_KNOW, SIZE, Found, Told, answered, find, read
from bokjihub.discovery.queries.reporter import default_city
from bokjihub.portal.throttle import may_use

RUNNING_RESULT_FROM = 3
TOO_OFTEN = "오늘은 이 인터넷 주소에서 더 찾아볼 수 없습니다. 129나 가까운 행정복지센터에 전화해 주세요."


@public
@never_cache
@sensitive_post_parameters()
def my_benefits(request: HttpRequest) -> HttpResponse:
    """One question a page, back without loss, the result at any time."""
    city = default_city()
    told = read(request.POST.getlist("a"))
    if request.method == "POST" and not may_use("benefits", address=place_of(request)):
        return render(
            request, "portal/benefits_pause.html", {"title": "나의 복지 찾기", "words": TOO_OFTEN}, status=429
        )
    told, first, fault = _step(request, told)
    is_result = "result" in request.POST or "paper" in request.POST
    town = town_facts(*town_of(city)) if city else {}
    running = len(told.answers) >= RUNNING_RESULT_FROM
    found = find(told, town, timezone.localdate(), first=first, ask=not is_result)
    context = {
        "title": "나의 복지 찾기",
        "city": city,
        "found": found,
        "fault": fault,
        "typed": request.POST.get("value", "") if fault else _before(found),
        "answers": list(zip(told.known, told.keys, strict=True)),
        "number": len(told.answers) + 1,
        "person": _person(found),
        "counted": bool(found.ask and found.ask.fact == SIZE),
        "can_go_on": is_result,
        "printed_by": "본인",
        "printed_at": timezone.now(),
        "shows_running": running,
        "offices": _offices(city),
    }
    return render(request, _template(request, found), context, status=422 if fault else 200)


def _person(found: Found) -> str:
    """Whom the question is about; said only where several live together."""
    ask = found.ask
    return found.told.roll[ask.who][1] if ask and ask.who is not None and found.told.size > 1 else ""


def _before(found: Found) -> str:
    """What was answered to this question earlier, when one came back to it."""
    ask = found.ask
    return found.told.value_of((ask.fact, ask.who)) if ask else ""


def _template(request: HttpRequest, found: Found) -> str:
    if "paper" in request.POST:
        return "portal/benefits_paper.html"
    return "portal/benefits_result.html" if found.ask is None else "portal/benefits.html"


def _step(request: HttpRequest, told: Told) -> tuple[Told, Key | None, str]:
    """What this press did: an answer, ‘모르겠어요’, one back, one to correct. Returns what to ask again, and a fault."""
    given = request.POST
    if "back" in given:
        return told, told.before(key_of(given.get("asked", ""))), ""
    if "edit" in given:
        return told, key_of(given["edit"]), ""
    key = key_of(given.get("asked", ""))
    if key is None or "result" in given or "paper" in given or "on" in given:
        return told, None, ""
    if "unknown" in given:
        return told.with_answer(key, DO_NOT_KNOW), None, ""
    told, fault = answered(told, key, given.get("ready") or given.get("value", ""))
    return told, (key if fault else None), fault


def _offices(city: Area | None) -> list[dict[str, str]]:
    """Every dong's office and its telephone: where to go with the result."""
    if city is None:
        return []
    day = timezone.localdate()
    ids = [dong.id for dong in dongs_of(city, day)]
    covered = TeamCoverage.objects.on(day).filter(area_id__in=ids).select_related("team", "area").order_by("area__code")
    return [{"name": one.area.name, "phone": one.team.phone} for one in covered]
