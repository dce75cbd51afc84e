"""주민 창구: telling a worry and asking what became of it, without a login, without a script, without a trace (R40).

Flow: form → count of the address's hash for the day → the report desk of the city writes the signal → a receipt number
of 128 bits. No household is read on the way, so a known person and an unknown one get the same answer in the same time.

Rejected: a captcha (calls a third party, keeps blind people out); the receipt number in the address (it would stand in
logs and histories).
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bokjihub.accounts.access.route import place_of, public
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area, TeamCoverage
from bokjihub.areas.queries import dongs_of
from bokjihub.discovery.actions.report import Told, report_signal
from bokjihub.discovery.models import Channel
from bokjihub.discovery.queries.files import dong_in
from bokjihub.discovery.queries.receipts import Progress, short, told
from bokjihub.discovery.queries.receipts import Told as Answer
from bokjihub.discovery.queries.reporter import Teller, default_city, report_desk
from bokjihub.portal.forms import ReceiptForm, WorryForm
from bokjihub.portal.throttle import may_use
from bokjihub.ui.errors import told_to

TOO_OFTEN = (
    "오늘은 이 인터넷 주소에서 더 받을 수 없습니다. 급하면 119·112, 다른 때는 129나 행정복지센터에 전화해 주세요."
)
NO_SUCH = "번호를 다시 확인해 주세요. 번호 전체를 적어야 합니다."
RECEIPT = "portal.receipt"


@public
def home(request: HttpRequest) -> HttpResponse:
    """Three doors: tell a worry, ask what became of it, find what one may be missing."""
    return render(request, "portal/home.html", {"title": "무엇을 도와드릴까요"})


@public
def report(request: HttpRequest) -> HttpResponse:
    """이웃이 걱정되시나요? Four fields."""
    city = default_city()
    dongs = dongs_of(city, timezone.localdate()) if city else []
    form = WorryForm(request.POST or None, request.FILES or None, dongs=dongs)
    if request.method == "POST" and city is not None and form.is_valid():
        if not may_use("report", address=place_of(request)):
            form.add_error(None, TOO_OFTEN)
        else:
            with told_to(form):
                request.session[RECEIPT] = _take(form, city, dongs)
                return redirect("portal:received")
    status = 422 if form.errors else 200 if city else 503
    context = {"title": "이웃이 걱정되시나요?", "form": form, "is_open": city is not None}
    return render(request, "portal/report.html", context, status=status)


@public
def received(request: HttpRequest) -> HttpResponse:
    """The receipt, large enough to photograph; kept only for this browser's session."""
    receipt = request.session.get(RECEIPT)
    if not receipt:
        return redirect("portal:report")
    context = {"title": "알려 주셔서 고맙습니다", "receipt": receipt, "number": short(receipt)}
    return render(request, "portal/received.html", context)


@public
def receipt(request: HttpRequest) -> HttpResponse:
    """접수 확인: four states, no names, no reasons; the same answer in the same time for every wrong number."""
    form = ReceiptForm(request.POST or None)
    answer, office = None, None
    city = default_city()
    if request.method == "POST" and city is not None and form.is_valid():
        if not may_use("receipt", address=place_of(request)):
            form.add_error(None, TOO_OFTEN)
        else:
            with acting_as(report_desk(city)):
                answer = told(form.cleaned_data["receipt"])
            office = _office(answer.area_id if answer else city.id)
            if answer is None:
                form.add_error("receipt", NO_SUCH)
    context = {"title": "접수 확인", "form": form, "answer": answer, "office_of": office, "steps": _steps(answer)}
    return render(request, "portal/receipt.html", context, status=422 if form.errors else 200)


def _take(form: WorryForm, city: Area, dongs: list[Area]) -> str:
    given = form.cleaned_data
    desk = report_desk(city)
    area = given["dong"] or dong_in(given["place"], dongs)
    words = given["words"]
    if given["before"]:
        words = f"[앞선 접수 {short(given['before'])}에 더해] {words}".strip()
    story = Told(
        place=given["place"],
        channel=Channel.NEIGHBOUR,
        kinds=tuple(given["kinds"]),
        words=words,
        name=given["name"],
        photo=given["photo"],
        is_area_known=area is not None,
    )
    teller = Teller(kind="주민", phone=given["phone"]) if given["phone"] else None
    with acting_as(desk):
        return report_signal(area=area or dongs[0], told=story, teller=teller, by=desk).receipt


def _office(area_id: UUID) -> dict[str, str] | None:
    """The office that looks after it: the team of the dong and its telephone."""
    found = TeamCoverage.objects.on(timezone.localdate()).filter(area_id=area_id).select_related("team", "area").first()
    return {"name": f"{found.area.name} 행정복지센터", "phone": found.team.phone} if found else None


def _steps(answer: Answer | None) -> list[dict[str, str]]:
    if answer is None:
        return []
    progress = answer.progress
    order = list(Progress)
    at = order.index(progress)
    words = ("받았습니다", "살펴보는 중", "도움을 이어가는 중", "마침")
    states = ["done" if n < at or progress == Progress.DONE else "current" if n == at else "todo" for n in range(4)]
    return [{"label": label, "state": state, "date": ""} for label, state in zip(words, states, strict=True)]
