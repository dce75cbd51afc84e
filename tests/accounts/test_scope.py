"""The second fence: what the database shows inside a scope, and nothing outside."""

import pytest
from django.db import DatabaseError, connection, transaction

from bokjihub.accounts.access.scope import acting_as
from bokjihub.people import actions
from bokjihub.people.actions import NewPerson
from bokjihub.people.models import Household
from tests.cast import Cast


@pytest.fixture
def home(cast: Cast) -> Household:
    with acting_as(cast.actor("officer")):
        return actions.register_household(
            area=cast.dongs["노암동"],
            address="노암동 시묘길 12, 101동 503호",
            head=NewPerson(name="박영순", phone="010-0000-4821"),
            by=cast.actor("officer"),
        )


def test_a_household_is_seen_in_its_dong_and_not_elsewhere(cast: Cast, home: Household) -> None:
    with acting_as(cast.actor("officer")):
        assert Household.objects.filter(id=home.id).exists()
    with acting_as(cast.actor("geum_officer")):
        assert not Household.objects.filter(id=home.id).exists()
    with acting_as(cast.actor("hope")):
        assert Household.objects.filter(id=home.id).exists()
    with acting_as(cast.actor("volunteer")):
        assert not Household.objects.filter(id=home.id).exists()


def test_a_kept_plan_shows_each_person_their_own_rows(cast: Cast, home: Household) -> None:
    """A connection plans a question it was asked thrice no more; whose rows it shows is still read at every asking."""
    asked = Household.objects.filter(id=home.id).values_list("id", flat=True)
    seen: dict[str, list[int]] = {"officer": [], "geum_officer": [], "hope": []}
    for _ in range(8):
        for who, times in seen.items():
            with acting_as(cast.actor(who)):
                times.append(len(asked.all()))
    assert seen == {"officer": [1] * 8, "geum_officer": [0] * 8, "hope": [1] * 8}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(generic_plans) + sum(custom_plans) FROM pg_prepared_statements WHERE statement LIKE %s",
            ['SELECT "people_household"."id"%'],
        )
        assert cursor.fetchone()[0] >= 20


def test_no_setting_shows_no_rows(cast: Cast, home: Household) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'bokji_app', true)")
        cursor.execute("SELECT count(*) FROM people_household")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('role', 'none', true)")


def test_writing_into_another_dong_is_refused(cast: Cast) -> None:
    actor = cast.actor("officer")
    with pytest.raises(DatabaseError), acting_as(actor):
        actions.register_household(area=cast.dongs["금동"], address="금동 1", head=NewPerson(), by=actor)


def test_a_nested_scope_gives_back_the_outer_one(cast: Cast, home: Household) -> None:
    with acting_as(cast.actor("officer")):
        with acting_as(cast.actor("geum_officer")):
            assert not Household.objects.filter(id=home.id).exists()
        assert Household.objects.filter(id=home.id).exists()


def test_the_phone_is_sealed_and_opens_only_for_its_row(home: Household) -> None:
    person = home.members.get()
    assert b"4821" not in bytes(person.phone_sealed)
    assert person.phone == "010-0000-4821"
