"""기탁 의사와 공동모금회: what is offered, whether it may be taken, what was asked of the Chest; and the giver's statement."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.audit.models import Entry as AuditEntry
from bokjihub.resources.actions import chest as chest_actions
from bokjihub.resources.actions import gifts as actions
from bokjihub.resources.forms import (
    ChestAnswerForm,
    ChestForm,
    ChestResultForm,
    OfferForm,
    OfferReviewForm,
    TakeInForm,
    WordsForm,
)
from bokjihub.resources.models import ChestApplication, Lot, Offer
from bokjihub.resources.papers import statement_blocks
from bokjihub.ui.errors import told_to
from bokjihub.ui.papers.printing import sheet, short_number


@route(Act.LEDGER)
def offers(request: Request) -> HttpResponse:
    """기탁 의사: what was offered and where it stands, and the form of a new one."""
    day = request.access.actor.day
    form = OfferForm(request.POST or None, initial={"offered_on": day, "custodian": Lot.Custodian.COUNCIL})
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        data |= {
            "kind": Lot.Kind(data["kind"]),
            "custodian": Lot.Custodian(data["custodian"]),
            "came": Offer.Came(data["came"]),
            "for_whom": tuple(data["for_whom"]),
        }
        with told_to(form):
            offer = actions.enter_offer(area=_city(request), said=actions.Said(**data), by=request.access.actor)
            return redirect("resources:offer", offer.id)
    rows = list(Offer.objects.order_by("-offered_on", "-id")[:200])
    context = {"title": "기탁 의사", "form": form, "rows": rows}
    return render(request, "resources/offers.html", context, status=422 if form.is_bound else 200)


@route(Act.LEDGER)
def offer(request: Request, offer_id: UUID) -> HttpResponse:
    """기탁 하나: review, take in, hand on or decline; one button each."""
    found = Offer.objects.select_related("lot").filter(id=offer_id).first()
    if found is None:
        raise Refused
    day, deed = request.access.actor.day, request.POST.get("deed", "")
    forms: dict[str, Any] = {
        "review": OfferReviewForm(request.POST if deed in ("accept", "reject") else None, initial={"reviewed_on": day}),
        "take_in": TakeInForm(request.POST if deed == "take_in" else None, initial={"received_on": day}),
        "words": WordsForm(request.POST if deed in ("forward", "decline") else None),
    }
    bound = next((form for form in forms.values() if form.is_bound), None)
    if bound is not None and bound.is_valid():
        with told_to(bound):
            _do(request, found, deed, bound.cleaned_data)
            return redirect("resources:offer", offer_id)
    context = {
        "title": f"{found.name} {found.quantity:,}{found.unit}",
        "page_note": found.get_state_display(),
        "offer": found,
        "forms": forms,
        "is_taker": found.entered_by == request.access.actor.id,
    }
    return render(request, "resources/offer.html", context, status=422 if bound is not None else 200)


@route(Act.LEDGER)
def chest(request: Request) -> HttpResponse:
    """공동모금회: applications of each year, the answers, and what came of the money."""
    day = request.access.actor.day
    form = ChestForm(request.POST or None, initial={"year": day.year, "applied_on": day})
    if form.is_bound and form.is_valid():
        with told_to(form):
            chest_actions.apply_to_chest(area=_city(request), **form.cleaned_data, by=request.access.actor)
            return redirect("resources:chest")
    rows = list(ChestApplication.objects.order_by("-year", "-applied_on", "-id"))
    sums = ChestApplication.objects.filter(year=day.year).aggregate(
        asked=Sum("asked_won"), granted=Sum("granted_won"), spent=Sum("spent_won")
    )
    context = {"title": "공동모금회", "form": form, "rows": rows, "sums": sums, "year": day.year}
    return render(request, "resources/chest.html", context, status=422 if form.is_bound else 200)


@route(Act.LEDGER)
def chest_application(request: Request, application_id: UUID) -> HttpResponse:
    """신청 하나: the answer, then the result."""
    row = ChestApplication.objects.filter(id=application_id).first()
    if row is None:
        raise Refused
    day, by = request.access.actor.day, request.access.actor
    waits = row.is_granted is None
    form = (
        ChestAnswerForm(request.POST or None, initial={"decided_on": day})
        if waits
        else ChestResultForm(request.POST or None, initial={"told_on": day, "spent_won": row.granted_won})
    )
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        with told_to(form):
            if waits:
                data["granted_won"] = data["granted_won"] or 0
                chest_actions.record_chest_answer(application=row, **data, by=by)
            else:
                chest_actions.tell_chest_result(application=row, **data, by=by)
            return redirect("resources:chest_application", application_id)
    context = {"title": row.title, "page_note": f"{row.year}년 공동모금회", "row": row, "form": form, "waits": waits}
    return render(request, "resources/chest_application.html", context, status=422 if form.is_bound else 200)


@route(Act.LEDGER, methods=("GET",))
def donor_statement(request: Request, lot_id: UUID) -> HttpResponse:
    """사용 내역 알림 (재무·회계 규칙 제41조의5: at least once a year): what became of the giver's gifts, without a receiver's name."""
    lot = Lot.objects.filter(id=lot_id).first()
    if lot is None:
        raise Refused
    request.access.kind = AuditEntry.Kind.EXPORT
    context = sheet(
        "기탁금품 사용 내역",
        statement_blocks(lot),
        office=settings.BOKJIHUB_AGENCY,
        number=short_number("기탁", lot.id),
        printed_by=request.access.actor.label,
    )
    return render(request, "ui/paper.html", context)


def _do(request: Request, found: Offer, deed: str, data: dict[str, Any]) -> None:
    by = request.access.actor
    if deed in ("accept", "reject"):
        actions.record_review(offer=found, is_accepted=deed == "accept", **data, by=by)
        messages.success(request, "심사 결과를 적었습니다.")
    elif deed == "take_in":
        actions.take_in(offer=found, **data, by=by)
        messages.success(request, "들어왔습니다. 창고에 있습니다.")
    elif deed == "forward":
        actions.forward_offer(offer=found, words=data["words"], by=by)
        messages.success(request, "모집자에게 넘긴 것으로 적었습니다.")
    elif deed == "decline":
        actions.decline_offer(offer=found, words=data["words"], by=by)
        messages.success(request, "받지 않기로 적었습니다.")


def _city(request: Request) -> Area:
    post = request.access.actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    if city is None:
        raise Refused
    return city
