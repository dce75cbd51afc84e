"""이어 적기: whose home each contact of a market day turned out to be; searched, said, and taken back."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Request, route
from bokjihub.counselling.actions import market_link as actions
from bokjihub.counselling.forms import MarketLinkForm, WhoWasItForm
from bokjihub.counselling.models import MarketContact, MarketDay, MarketLink
from bokjihub.counselling.queries.market import contact_facts, met_on, with_homes
from bokjihub.counselling.views.market import market_facts
from bokjihub.people.models import Person
from bokjihub.people.queries import SearchTerms, find
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import masked_name, short_date

PAGE = 40


@dataclass(frozen=True)
class Found:
    """Persons of my dongs who fit, and how many fit in other dongs (nothing else is said of those)."""

    persons: tuple[Person, ...] = ()
    elsewhere: int = 0


@route(Act.MARKET, subject=market_facts, methods=("GET",))
def market_people(request: Request, market_day_id: UUID) -> HttpResponse:
    """그날 오신 분: each contact in order, known or not yet, with the way to the home it was."""
    day = MarketDay.objects.select_related("area").get(id=market_day_id)
    page = Paginator(with_homes(day), PAGE).get_page(request.GET.get("page"))
    rows = met_on(page.object_list)
    request.access.show(row.household_id for row in rows if row.household_id)
    context = {
        "title": f"{day.place} {short_date(day.held_on, today=request.access.actor.day)}에 오신 분",
        "crumbs": _crumbs(day),
        "day": day,
        "page": page,
        "rows": rows,
        "may_merge": decide(request.access.actor, Act.MERGE).allowed,
    }
    return render(request, "counselling/market_people.html", context)


@route(Act.MARKET, subject=contact_facts)
def link_contact(request: Request, contact_id: UUID) -> HttpResponse:
    """누구인지 잇기: search by what one knows, choose, say how one knows."""
    contact = MarketContact.objects.select_related("market_day__area").get(id=contact_id)
    is_choice = "person" in request.POST or "how" in request.POST
    search, form, found = (
        WhoWasItForm(request.POST or None),
        MarketLinkForm(request.POST if is_choice else None),
        Found(),
    )
    if request.method == "POST" and search.is_valid():
        found = _found(request, search)
    if is_choice and form.is_valid() and (person := _chosen(found, form)):
        with told_to(form):
            actions.link_contact(
                contact=contact,
                person=person,
                how=MarketLink.How(form.cleaned_data["how"]),
                is_worry=form.cleaned_data["is_worry"],
                by=request.access.actor,
            )
            messages.success(request, f"{masked_name(person.name)} 님의 이동상담으로 이었습니다. 되돌릴 수 있습니다.")
            return redirect("counselling:market_people", contact.market_day_id)
    context = {
        "title": "누구였는지 잇기",
        "crumbs": [*_crumbs(contact.market_day), {"label": "누구인지 잇기", "url": ""}],
        "contact": contact,
        "search": search,
        "form": form,
        "found": found if search.is_bound and search.is_valid() else None,
    }
    refused = is_choice or bool(search.errors)
    return render(request, "counselling/market_link.html", context, status=422 if refused else 200)


@route(Act.MARKET, subject=contact_facts, methods=("POST",))
def unlink_contact(request: Request, contact_id: UUID) -> HttpResponse:
    """되돌리기: nobody's again."""
    contact = MarketContact.objects.select_related("market_day").get(id=contact_id)
    actions.unlink_contact(contact=contact, by=request.access.actor)
    messages.success(request, "되돌렸습니다. 이분은 다시 모르는 분입니다.")
    return redirect("counselling:market_people", contact.market_day_id)


def _found(request: Request, search: WhoWasItForm) -> Found:
    """The search is asked of the owner's function, which applies the scope itself."""
    given = search.cleaned_data
    terms = SearchTerms(name=given["name"].strip(), phone_tail=given["phone_tail"])
    own = SearchTerms(name=terms.name, phone_tail=terms.phone_tail, dong_ids=tuple(request.access.actor.areas))
    ids = [hit.person_id for hit in find(own) if hit.in_scope]
    elsewhere = sum(not hit.in_scope for hit in find(terms)) if terms.conditions > 1 else 0
    people = Person.objects.filter(id__in=ids, household__merged_into__isnull=True)
    persons = tuple(people.select_related("household__area", "household__tong").order_by("birth_year", "id"))
    request.access.show(person.household_id for person in persons)
    request.access.detail["fields"] = [name for name in ("name", "phone_tail") if given[name]]
    return Found(persons, elsewhere)


def _chosen(found: Found, form: MarketLinkForm) -> Person | None:
    """One of those just found; an id from anywhere else is nobody."""
    person = next((one for one in found.persons if one.id == form.cleaned_data["person"]), None)
    if person is None:
        form.add_error("person", "그분을 목록에서 골라 주세요.")
    return person


def _crumbs(day: MarketDay) -> list[dict[str, str]]:
    return [
        {"label": "이동상담", "url": reverse("counselling:markets")},
        {"label": day.place, "url": reverse("counselling:market_people", args=[day.id])},
    ]
