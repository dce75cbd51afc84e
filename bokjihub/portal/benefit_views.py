"""나의 복지 찾기 (V45): which help may I be missing? No login, no script, nothing kept.

Flow: the answers stand in the form of the page itself and come back with every press; the engine answers, the page shows,
nothing is written: no session, no log line, no row. Only how often an address used the page is counted for a day, by a
keyed hash, as on the other public forms.

Rejected: answers in the address (they would stand in histories and logs); a session (it is kept on a disk); answering in the
browser only (needs a script, and the law would have to be written twice).
"""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from bokjihub.accounts.access.route import place_of, public
from bokjihub.areas.models import Area, TeamCoverage
from bokjihub.areas.queries import dongs_of
from bokjihub.benefits.queries.asking import Key, key_of, key_text
from bokjihub.benefits.queries.facts import town_facts, town_of
from bokjihub.benefits.queries.finder import DO_NOT_KNOW, SIZE, Fault, Found, Told, answered, find, read
from bokjihub.discovery.queries.reporter import default_city
from bokjihub.portal.throttle import may_use

RUNNING_RESULT_FROM = 3
WORDS = (
    ("소득인정액", "버시는 돈에, 가지신 집·땅·예금을 다달이 버는 돈처럼 바꾸어 더한 금액입니다."),
    ("선정기준", "소득인정액이 이 금액 아래면 받으실 수 있다고 나라가 해마다 정하는 금액입니다."),
    ("기준 중위소득", "온 나라 가구를 소득대로 줄 세웠을 때 한가운데 가구의 소득입니다. 해마다 정합니다."),
    ("부양의무자", "따로 사시는 부모님이나 자녀, 그리고 그 배우자입니다."),
    ("수급자", "생계·의료·주거·교육급여 가운데 하나라도 받으시는 분입니다."),
    ("차상위계층", "수급자는 아니지만 소득인정액이 기준 중위소득의 절반 아래인 분입니다."),
    ("현물·감면", "돈이 아니라 서비스나 물건으로 받거나, 낼 돈을 덜 내는 것입니다."),
    ("금액 확인 필요", "받을 수 있는지는 보이지만 금액을 저희가 확인하지 못했습니다. 창구에서 알려 드립니다."),
)
TOO_OFTEN = "오늘은 이 인터넷 주소에서 더 찾아볼 수 없습니다. 129나 가까운 행정복지센터에 전화해 주세요."


@public
@never_cache
@sensitive_post_parameters()
def my_benefits(request: HttpRequest) -> HttpResponse:
    """One question a page, back without loss, the result at any time."""
    city = default_city()
    day = timezone.localdate()
    told = read(request.POST.getlist("a"), day)
    if request.method == "POST" and not may_use("benefits", address=place_of(request)):
        return render(
            request, "portal/benefits_pause.html", {"title": "나의 복지 찾기", "words": TOO_OFTEN}, status=429
        )
    told, first, fault = _step(request, told, day)
    is_result = "result" in request.POST or "paper" in request.POST
    town = town_facts(*town_of(city)) if city else {}
    running = len(told.answers) >= RUNNING_RESULT_FROM
    found = find(told, town, day, first=first, ask=not is_result)
    context = {
        "title": "나의 복지 찾기",
        "city": city,
        "found": found,
        "fault": fault,
        "fault_others": [(told.fact_of(key), key_text(key)) for key in fault.others] if fault else [],
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
        "glossary": WORDS,
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


def _step(request: HttpRequest, told: Told, day: dt.date) -> tuple[Told, Key | None, Fault | None]:
    """What this press did: an answer, ‘모르겠어요’, one back, one to correct. Returns what to ask again, and a fault."""
    given = request.POST
    if "back" in given:
        return told, told.before(key_of(given.get("asked", ""))), None
    if "edit" in given:
        return told, key_of(given["edit"]), None
    key = key_of(given.get("asked", ""))
    if key is None or "result" in given or "paper" in given or "on" in given:
        return told, None, None
    if "unknown" in given:
        return told.with_answer(key, DO_NOT_KNOW), None, None
    told, fault = answered(told, key, _typed(request), day)
    return told, (key if fault else None), fault


def _typed(request: HttpRequest) -> str:
    """What was answered: a ready answer, an amount, or the two between which it lies (the upper one alone is ‘이하’)."""
    given = request.POST
    plain = given.get("ready") or given.get("value", "")
    if not plain and given.get("high", "").strip():  # Enter in one of the two presses the first button of the form
        low, high = given.get("low", "").strip() or "0", given["high"].strip()
        return f"{low}~{high}"
    return plain


def _offices(city: Area | None) -> list[dict[str, str]]:
    """Every dong's office and its telephone: where to go with the result."""
    if city is None:
        return []
    day = timezone.localdate()
    ids = [dong.id for dong in dongs_of(city, day)]
    covered = TeamCoverage.objects.on(day).filter(area_id__in=ids).select_related("team", "area").order_by("area__code")
    return [{"name": one.area.name, "phone": one.team.phone} for one in covered]
