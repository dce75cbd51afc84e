"""의뢰 (V33): send with a look at what the receiver sees, follow the reply, write deliveries."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.resources.actions import links as actions
from bokjihub.resources.actions import replies
from bokjihub.resources.forms import DeliveryForm, EndForm, LinkForm, PhoneReplyForm
from bokjihub.resources.models import Service, ServiceLink
from bokjihub.resources.queries import referral
from bokjihub.resources.queries.directory import Wish, links_in_reach, services_for
from bokjihub.ui.errors import OfficerError, refuse
from bokjihub.ui.forms import NO_ID, id_in

SHOWN = 100
# The token stays in the sender's session until it was read once; the database knows only its hash.
TOKEN_KEY = "fresh_referrals"  # noqa: S105 the name of a session entry


def link_facts(link_id: UUID) -> Facts | None:
    """Facts of a link for the access decision: those of its household."""
    found = ServiceLink.objects.filter(id=link_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


@route(Act.LINK, methods=("GET",))
def links(request: Request) -> HttpResponse:
    """의뢰·회신: every link in reach, newest first; open ones by default."""
    state = request.GET.get("state", "open")
    found = links_in_reach()
    if state == "open":
        found = found.filter(state__in=ServiceLink.ANSWERABLE | ServiceLink.RUNNING)
    rows = list(found[:SHOWN])
    request.access.show(row.household_id for row in rows)
    chips = [
        {"label": label, "url": f"?state={key}", "current": key == state}
        for key, label in (("open", "열린 의뢰"), ("all", "모두"))
    ]
    return render(request, "resources/links.html", {"title": "의뢰·회신", "rows": rows, "chips": chips})


@route(Act.LINK, subject=household_facts)
def new_link(request: Request, household_id: UUID) -> HttpResponse:
    """의뢰 보내기. First the service, then the form with the preview; sending shows the address once."""
    household = Household.objects.get(id=household_id)
    person = head_of(household_id)
    service = (
        Service.objects.filter(id=id_in(request.GET.get("service", "")) or NO_ID)
        .select_related("provider__agency")
        .first()
    )
    if service is None or person is None:
        found = services_for(Wish(area_id=household.area_id), request.access.actor.day)
        context = {"title": "어디에 의뢰할까요", "household": household, "rows": found, "person": person}
        return render(request, "resources/new_link_service.html", context)
    permission = referral.permission_for(household_id, service, request.access.actor.day)
    initial = {
        "items": list(permission.items[:3]),
        "urgency": ServiceLink.Urgency.NORMAL,
        "counselling_id": request.GET.get("counselling", ""),
        # The words of a page that found this service: sent in the body, so that no address carries them.
        "reason": request.POST.get("reason", ""),
    }
    is_first = "prefill" in request.POST
    form = LinkForm(
        None if is_first else request.POST or None,
        initial=initial,
        items=permission.items,
        has_consent=permission.consent is not None,
    )
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        sent = _send(request, household, person, service, form)
        if sent is not None:
            return _show_address(request, sent)
    chosen = form.cleaned_data.get("items", []) if form.is_bound and form.is_valid() else initial["items"]
    context = {
        "title": f"의뢰 보내기 — {service.name}",
        "form": form,
        "household": household,
        "person": person,
        "service": service,
        "permission": permission,
        "preview": referral.shared_fields(person, household, list(chosen)),
    }
    return render(request, "resources/new_link.html", context, status=422 if form.errors else 200)


@route(Act.LINK, subject=link_facts, methods=("GET",))
def link(request: Request, link_id: UUID) -> HttpResponse:
    """One referral: what went out, what came back, what was delivered, what is to do."""
    found = _link(link_id)
    fresh = request.session.get(TOKEN_KEY, {})
    token = fresh.pop(str(link_id), "")
    request.session[TOKEN_KEY] = fresh
    sees = found.may_be_seen(request.access.actor.day)
    context = {
        "title": f"의뢰 — {found.service.name}",
        "crumbs": [{"label": "의뢰·회신", "url": reverse("resources:links")}, {"label": found.service.name}],
        "link": found,
        "agency": found.service.provider.agency,
        "fields": referral.shared_fields(found.person, found.household, found.items) if sees else [],
        "sees": sees,
        "deliveries": list(found.deliveries.order_by("delivered_on", "id")),
        "address": request.build_absolute_uri(reverse("portal:referral_reply", args=[token])) if token else "",
        "may_answer": found.state in ServiceLink.ANSWERABLE,
        "may_deliver": found.state in ServiceLink.RUNNING,
        "reply_form": PhoneReplyForm(answers=ANSWERS, initial={"start_on": request.access.actor.day}),
        "delivery_form": DeliveryForm(initial={"on": request.access.actor.day, "quantity": 1}),
        "end_form": EndForm(initial={"completed": "1"}),
    }
    return render(request, "resources/link.html", context)


ANSWERS = [(state.value, words) for state, words in replies.ANSWERS.items()]


@route(Act.LINK, subject=link_facts, methods=("POST",))
def renew_link(request: Request, link_id: UUID) -> HttpResponse:
    """다시 열어 주기."""
    renewed = actions.renew_link(link=_link(link_id), by=request.access.actor)
    return _show_address(request, renewed, done="새 주소를 만들었습니다. 앞 주소는 닫혔습니다.")


@route(Act.LINK, subject=link_facts, methods=("POST",))
def note_reply(request: Request, link_id: UUID) -> HttpResponse:
    """회신 적기: told on the phone."""
    form = PhoneReplyForm(request.POST, answers=ANSWERS)
    if form.is_valid():
        data = form.cleaned_data
        reply = replies.Reply(
            decision=ServiceLink.State(data["decision"]),
            words=data["words"],
            start_on=data["start_on"],
            expected_on=data["expected_on"],
            contact=data["contact"],
        )
        replies.answer_link(link=_link(link_id), reply=reply, by=request.access.actor)
        actions.note_reply_read(link=_link(link_id), by=request.access.actor)
        messages.success(request, "회신을 적었습니다.")
    return _back(request, link_id, form)


@route(Act.LINK, subject=link_facts, methods=("POST",))
def record_delivery(request: Request, link_id: UUID) -> HttpResponse:
    """전달 적기: told on the phone or seen."""
    form = DeliveryForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        delivered = replies.Delivered(
            on=data["on"],
            quantity=data["quantity"],
            won=data["won"] or 0,
            words=data["words"],
            once_key=data["once_key"],
        )
        replies.record_delivery(link=_link(link_id), delivered=delivered, by=request.access.actor)
        messages.success(request, "전달을 적었습니다.")
    return _back(request, link_id, form)


@route(Act.LINK, subject=link_facts, methods=("POST",))
def end_link(request: Request, link_id: UUID) -> HttpResponse:
    """마침·그만둠."""
    form = EndForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.end_link(
            link=_link(link_id),
            ended_on=request.access.actor.day,
            reason=data["reason"],
            completed=data["completed"] == "1",
            by=request.access.actor,
        )
        messages.success(request, "의뢰를 마쳤습니다.")
    return _back(request, link_id, form)


@route(Act.LINK, subject=link_facts, methods=("POST",))
def read_reply(request: Request, link_id: UUID) -> HttpResponse:
    """회신 확인, or 멈춤을 알림."""
    found = _link(link_id)
    if found.state == ServiceLink.State.WITHDRAWN:
        actions.tell_stop(link=found, by=request.access.actor)
    else:
        actions.note_reply_read(link=found, by=request.access.actor)
    return redirect("resources:link", link_id)


@route(Act.CONSENT, subject=link_facts, methods=("POST",))
def withdraw_consent(request: Request, link_id: UUID) -> HttpResponse:
    """동의 거두기: the open referrals of this consent stop at once."""
    found = _link(link_id)
    if found.consent is None:
        raise Refused
    touched = actions.withdraw_consent(consent=found.consent, on=request.access.actor.day, by=request.access.actor)
    messages.success(request, f"동의를 거두었습니다. 열린 의뢰 {len(touched)}건이 멈췄습니다.")
    return redirect("resources:link", link_id)


def _send(request: Request, household: Household, person: Any, service: Service, form: LinkForm) -> actions.Sent | None:
    data = form.cleaned_data
    wanted = actions.Referral(
        items=tuple(data["items"]),
        reason=data["reason"],
        urgency=ServiceLink.Urgency(data["urgency"]),
        wanted_by=data["wanted_by"],
        legal_basis=data.get("legal_basis", ""),
        basis_reason=data.get("basis_reason", ""),
        counselling_id=data["counselling_id"],
    )
    try:
        return actions.send_link(
            household=household, person=person, service=service, referral=wanted, by=request.access.actor
        )
    except OfficerError as error:
        refuse(form, error)
        return None


def _show_address(request: Request, sent: actions.Sent, *, done: str = "의뢰를 보냈습니다.") -> HttpResponse:
    fresh = request.session.get(TOKEN_KEY, {})
    fresh[str(sent.link.id)] = sent.token
    request.session[TOKEN_KEY] = fresh
    messages.success(request, f"{done} 아래 주소를 기관에 알려 주세요. 한 번만 보입니다.")
    return redirect("resources:link", sent.link.id)


def _back(request: Request, link_id: UUID, form: Any) -> HttpResponse:
    """To the page; what was typed wrong is said there."""
    for errors in form.errors.values():
        messages.warning(request, " ".join(map(str, errors)))
    return redirect("resources:link", link_id)


def _link(link_id: UUID) -> ServiceLink:
    found = ServiceLink.objects.select_related(
        "service__provider__agency", "household", "person", "consent", "owner__user", "work_item"
    )
    return found.get(id=link_id)
