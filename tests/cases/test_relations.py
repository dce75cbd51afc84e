"""Genogram and ecomap: rows in, places out; written on the page; read from the table beside; nothing of it in another case."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.ids import uuid7
from bokjihub.cases.actions import relations
from bokjihub.cases.drawing import STEP_Y, Bond, Mark, Neighbour, One, ecomap, genogram
from bokjihub.cases.models import Around, Kin, KinTie
from bokjihub.people.models import Person
from tests.cast import Cast
from tests.factories.cases import Walk, walk


def family() -> tuple[list[One], list[Bond]]:
    """Grandmother, her son and his former wife, two children; the elder fears the father."""
    ids = {name: uuid7() for name in ("할머니", "본인", "전처", "큰딸", "막내")}
    kin = [One(ids[name], name, is_centre=name == "본인") for name in ids]
    bonds = [
        Bond(ids["할머니"], ids["본인"], "parent"),
        Bond(ids["본인"], ids["전처"], "divorced"),
        *(Bond(ids[up], ids[child], "parent") for up in ("본인", "전처") for child in ("큰딸", "막내")),
        Bond(ids["본인"], ids["큰딸"], "violence"),
    ]
    return kin, bonds


def test_generations_stand_in_rows_and_children_under_their_parents() -> None:
    kin, bonds = family()
    drawn = genogram(kin, bonds)
    at = {mark.one.label: mark for mark in drawn.marks}
    assert at["할머니"].y + STEP_Y == at["본인"].y == at["전처"].y == at["큰딸"].y - STEP_Y == at["막내"].y - STEP_Y
    assert len({(mark.x, mark.y) for mark in drawn.marks}) == 5, "nobody stands on another"
    descent = [line for line in drawn.lines if line.kind == "parent"]
    assert len(descent) == 3, "one line a child, not one a parent"
    middle = (at["본인"].x + at["전처"].x) / 2
    assert {line.points[0][0] for line in descent if line.points[-1][1] > at["본인"].y} == {middle}
    assert {line.word for line in drawn.lines if line.kind in ("divorced", "violence")} == {"이혼·별거", "폭력"}
    assert all(0 < mark.x < drawn.width and 0 < mark.y < drawn.height for mark in drawn.marks)
    assert isinstance(drawn.marks[0], Mark)


def test_a_family_of_one_and_people_tied_to_nobody_are_drawn() -> None:
    alone = One(uuid7(), "본인", is_centre=True)
    assert len(genogram([alone], []).marks) == 1
    drawn = genogram([alone, One(uuid7(), "이모")], [])
    assert drawn.marks[0].y == drawn.marks[1].y
    assert drawn.marks[0].x != drawn.marks[1].x


def test_what_is_around_stands_apart_on_a_ring() -> None:
    around = [Neighbour(f"곳{n}", "public", "strong", "든든함 · 받음") for n in range(8)]
    drawn = ecomap(around)
    places = [(ring.x, ring.y) for ring in drawn.rings]
    assert len(set(places)) == len(drawn.lines) == 8
    assert all(78 < x < drawn.width - 78 and 30 < y < drawn.height - 30 for x, y in places)


@pytest.fixture
def path(cast: Cast) -> Walk:
    found = walk(cast, timezone.localdate())
    found.request()
    found.accept()
    return found


@pytest.mark.django_db
def test_the_household_is_taken_over_once_with_its_plain_ties(path: Walk) -> None:
    home = path.household
    Person.objects.create(household=home, area=home.area, name="박배우", relation="배우자", sex="M")
    for name in ("박하나", "박두리"):
        Person.objects.create(household=home, area=home.area, name=name, relation="자녀")
    actor = path.by("officer")
    with acting_as(actor):
        assert relations.begin_genogram(case=path.it, by=actor) == 4
        assert relations.begin_genogram(case=path.it, by=actor) == 0
    assert list(path.it.kin.order_by("id").values_list("label", flat=True)) == ["본인", "배우자", "자녀", "자녀2"]
    kinds = sorted(path.it.kin_ties.values_list("kind", flat=True))
    assert kinds == ["couple", "parent", "parent", "parent", "parent"]


@pytest.mark.django_db
def test_ties_are_of_two_people_of_this_case(path: Walk, cast: Cast) -> None:
    other = walk(cast, path.day, name="남의집")
    other.request()
    actor = path.by("officer")
    with acting_as(actor):
        one = relations.add_kin(case=path.it, label="본인", by=actor)
        two = relations.add_kin(case=path.it, label="아들", by=actor)
        stranger = relations.add_kin(case=other.it, label="남", by=actor)
        with pytest.raises(relations.NameTaken):
            relations.add_kin(case=path.it, label="아들", by=actor)
        for pair in ((one, one), (one, stranger)):
            with pytest.raises(relations.RelationUnclear):
                relations.tie_kin(case=path.it, one=pair[0], other=pair[1], kind=KinTie.Kind.CLOSE, by=actor)
        first = relations.tie_kin(case=path.it, one=one, other=two, kind=KinTie.Kind.CONFLICT, by=actor)
        again = relations.tie_kin(case=path.it, one=two, other=one, kind=KinTie.Kind.CONFLICT, by=actor)
        assert first == again
        relations.tie_kin(case=path.it, one=one, other=two, kind=KinTie.Kind.PARENT, by=actor)
        with pytest.raises(relations.RelationUnclear, match="부모"):
            relations.tie_kin(case=path.it, one=two, other=one, kind=KinTie.Kind.PARENT, by=actor)


@pytest.mark.django_db
def test_the_page_writes_draws_and_drops_and_the_sheet_reads(path: Walk, browse: Any) -> None:
    officer = browse("officer")
    here = reverse("cases:relations", args=[path.it.id])
    assert officer.post(here, {"deed": "begin"}).status_code == 302
    assert (
        officer.post(
            here, {"deed": "kin", "kin-label": "돌아가신 남편", "kin-sex": "M", "kin-is_dead": "on"}
        ).status_code
        == 302
    )
    head, husband = path.it.kin.order_by("id")
    tie = {"deed": "tie", "tie-one": str(head.id), "tie-other": str(husband.id), "tie-kind": "couple"}
    assert officer.post(here, tie).status_code == 302
    assert officer.post(here, {**tie, "tie-other": str(head.id)}).status_code == 422
    around = {"around-name": "노암복지관", "around-kind": "welfare", "around-strength": "strong", "around-flow": "in"}
    assert officer.post(here, {"deed": "around", **around}).status_code == 302
    page = officer.get(here).content.decode()
    assert page.count("<svg") >= 2
    assert "돌아가신 남편" in page
    assert "든든함 · 받음" in page
    sheet = reverse("cases:relations_sheet", args=[path.it.id])
    assert "노암복지관" in officer.get(sheet).content.decode()
    hwpx = officer.get(sheet + "?as=hwpx")
    assert hwpx.status_code == 200
    place = Around.objects.get()
    assert officer.post(here, {"deed": f"drop-around-{place.id}"}).status_code == 302
    assert not Around.objects.exists()
    assert officer.post(here, {"deed": f"drop-nothing-{place.id}"}).status_code == 404
    assert Kin.objects.filter(is_centre=True).count() == 1
