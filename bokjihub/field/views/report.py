"""걱정 알리기: a volunteer, a village head or a member of the council, outside, in thirty seconds (V43, short form).

Three presses and a sentence. The dong is the one the person belongs to; who told it is sealed like every reporter.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of, dongs_of
from bokjihub.discovery.actions.report import Told, report_signal
from bokjihub.discovery.models import Channel, Level
from bokjihub.discovery.queries import receipts
from bokjihub.discovery.queries.reporter import Teller, report_desk, worry_choices
from bokjihub.ui.errors import OfficerError

ASKED = ("unseen", "ill", "hungry", "violence", "cold", "mind", "mail", "other")
CHANNELS = {
    Role.VOLUNTEER: Channel.GOODNB,
    Role.VILLAGE_HEAD: Channel.TONGJANG,
    Role.COUNCIL_MEMBER: Channel.COUNCIL,
    Role.HONORARY_OFFICER: Channel.HONORARY,
}


class WorryForm(forms.Form):
    """What worries you, how urgent it is, one sentence."""

    kind = forms.ChoiceField(label="어떤 걱정인가요", widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label="얼마나 급한가요",
        choices=((Level.NORMAL, "살펴봐 주세요"), (Level.HIGH, "오늘 봐 주세요"), (Level.URGENT, "지금 위험해요")),
        initial=Level.NORMAL,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="한 문장으로", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = worry_choices(ASKED)  # type: ignore[attr-defined]

    def told(self, actor: Actor) -> Told:
        """The worry as the dong takes it in, by the channel of who tells it."""
        given = self.cleaned_data
        role = role_of(actor)
        return Told(
            place=given.get("place", ""),
            channel=CHANNELS.get(role, Channel.NEIGHBOUR),
            kinds=(given["kind"],),
            words=given["words"],
            level=Level(given["level"]),
        )


class ShortForm(WorryForm):
    """The same, and where: the dong of who tells it, or one of the city's."""

    place = forms.CharField(label="어디인가요", max_length=200, help_text="몇 통, 어느 집인지 아는 만큼")
    dong = forms.ModelChoiceField(label="어느 동", queryset=Area.objects.none(), empty_label=None)

    def __init__(self, *args: Any, dongs: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dong"].queryset = Area.objects.filter(id__in=[dong.id for dong in dongs])  # type: ignore[attr-defined]
        self.fields["dong"].initial = dongs[0].id if dongs else None


@route(Act.REPORT)
def report(request: Request) -> HttpResponse:
    """Tell a worry; below it what became of those told before."""
    actor = request.access.actor
    city, dongs = _places(actor)
    form = ShortForm(request.POST or None, dongs=dongs)
    if request.method == "POST" and form.is_valid():
        try:
            number = _take(form, actor)
        except OfficerError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"알려 주셔서 고맙습니다. 접수번호 {number}")
            return redirect("field:report")
    mine: list[receipts.Told] = []
    if city is not None:
        with acting_as(report_desk(city)):
            mine = receipts.told_by(actor.id)
    context = {"title": "걱정 알리기", "form": form, "mine": mine, "one_dong": len(dongs) == 1}
    return render(request, "field/report.html", context, status=422 if form.errors else 200)


def _places(actor: Actor) -> tuple[Area | None, list[Area]]:
    """My city, and the dong I belong to; those of the city's own staff choose."""
    post = actor.main_post
    seat = Area.objects.select_related("parent").get(id=post.area_id) if post else None
    if seat is None:
        return None, []
    if seat.level == Area.Level.TONG and seat.parent is not None:
        seat = seat.parent
    city = city_of(seat)
    own = [seat] if seat.level == Area.Level.DONG else dongs_of(city, timezone.localdate()) if city else []
    return city, own


def role_of(actor: Actor) -> Role:
    """The role somebody tells a worry in."""
    return actor.main_post.role if actor.main_post else Role.VOLUNTEER


def _take(form: ShortForm, actor: Actor) -> str:
    teller = Teller(kind=role_of(actor).label, name=actor.name)
    signal = report_signal(area=form.cleaned_data["dong"], told=form.told(actor), teller=teller, by=actor)
    return receipts.short(signal.receipt)
