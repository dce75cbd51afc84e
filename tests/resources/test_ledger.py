"""The ledger: what comes in and goes out, and that no way unbalances it."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bokjihub.accounts.access.scope import acting_as
from bokjihub.resources.actions import ledger
from bokjihub.resources.models import Account, Entry, Lot, Movement
from bokjihub.resources.queries.ledger import balance
from tests.cast import Cast
from tests.factories import resources as make

Kind = Movement.Kind


def test_a_gift_is_in_stock_to_the_won(cast: Cast) -> None:
    with acting_as(cast.actor("resource")):
        lot = make.lot(cast)
        make.prove()
    now = balance(lot)
    assert (now.pieces, now.won[Account.STOCK]) == ({"income": 1000, "stock": 1000}, 20_000_000)
    assert now.sentence == "들어옴 1,000 = 창고 1,000"


def test_the_same_form_twice_is_one_gift_and_another_body_is_refused(cast: Cast) -> None:
    key, by = uuid4(), cast.actor("resource")
    first = ledger.receive_lot(gift=make.gift(), once_key=key, by=by)
    assert ledger.receive_lot(gift=make.gift(), once_key=key, by=by).id == first.id
    with pytest.raises(ledger.KeyUsedDifferently):
        ledger.receive_lot(gift=make.gift(quantity=999), once_key=key, by=by)
    assert Lot.objects.count() == 1


def test_a_town_takes_nothing_without_the_review_committee(cast: Cast) -> None:
    with pytest.raises(ledger.ReviewMissing, match="기부심사 번호가 있어야"):
        make.lot(cast, custodian=Lot.Custodian.TOWN)
    assert make.lot(cast, custodian=Lot.Custodian.TOWN, review_reference="심사 2026-7").state == Lot.State.RECEIVED
    assert make.lot(cast, custodian=Lot.Custodian.TOWN, route=Lot.Route.BUDGET).state == Lot.State.RECEIVED


def test_what_is_forwarded_never_enters_our_stock(cast: Cast) -> None:
    lot = ledger.forward_lot(gift=make.gift(custodian=Lot.Custodian.TOWN), by=cast.actor("resource"))
    assert (lot.state, balance(lot).pieces) == (Lot.State.FORWARDED, {})


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"donor": ""}, ledger.DonorMissing),
        ({"quantity": 0}, ledger.AmountWrong),
        ({"total_won": -1}, ledger.AmountWrong),
    ],
)
def test_the_form_is_refused(cast: Cast, facts: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        make.lot(cast, **facts)


def test_the_donor_is_sealed(cast: Cast) -> None:
    lot = make.lot(cast)
    assert "가온".encode() not in bytes(lot.donor_sealed)
    assert Lot.objects.get(id=lot.id).donor == "가온음료"
    assert make.lot(cast, donor="누구", is_anonymous=True).donor == ""


def test_more_than_there_is_cannot_leave(cast: Cast) -> None:
    lot, by = make.lot(cast, quantity=10, total_won=100_000), cast.actor("resource")
    with pytest.raises(ledger.NotEnough, match="창고에 남은 것은 10상자인데 11상자"):
        ledger.discard(lot=lot, quantity=11, words="상함", on=make.today(), once_key=uuid4(), by=by)
    with pytest.raises(ledger.WordsMissing):
        ledger.discard(lot=lot, quantity=1, words=" ", on=make.today(), once_key=uuid4(), by=by)


def test_what_does_not_divide_leaves_with_the_last_piece(cast: Cast) -> None:
    lot, by = make.lot(cast, quantity=3, total_won=10_000), cast.actor("resource")
    for _ in range(3):
        ledger.discard(lot=lot, quantity=1, words="상함", on=make.today(), once_key=uuid4(), by=by)
    worth = [entry.won for entry in Entry.objects.filter(lot=lot, account=Account.DISCARDED).order_by("id")]
    assert worth == [3333, 3333, 3334]
    assert balance(lot).is_even


STEPS = (
    (Kind.RESERVE, Account.STOCK, Account.RESERVED),
    (Kind.RELEASE, Account.RESERVED, Account.STOCK),
    (Kind.DELIVER, Account.RESERVED, Account.DELIVERED),
    (Kind.TAKE_BACK, Account.DELIVERED, Account.STOCK),
    (Kind.DISCARD, Account.STOCK, Account.DISCARDED),
    (Kind.SEND_BACK, Account.STOCK, Account.RETURNED),
)


@given(
    quantity=st.integers(1, 400),
    total_won=st.integers(0, 5_000_000),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 450), st.booleans()), max_size=25),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.slow
def test_no_walk_unbalances_the_ledger(
    cast: Cast, quantity: int, total_won: int, steps: list[tuple[tuple[Kind, Account, Account], int, bool]]
) -> None:
    """Receive, then reserve, release, deliver, take back, discard, send back at random, some of them sent twice."""
    by = cast.actor("resource")
    with transaction.atomic(), acting_as(by):
        lot = make.lot(cast, quantity=quantity, total_won=total_won)
        mine = {Account.INCOME: -quantity, Account.STOCK: quantity}
        for (kind, source, target), wanted, again in steps:
            step = ledger.Step(kind, source, target, wanted, make.today(), uuid4(), "까닭")
            if wanted > mine.get(source, 0):
                with pytest.raises(ledger.NotEnough):
                    ledger.move(lot=lot, step=step, by=by)
                continue
            first = ledger.move(lot=lot, step=step, by=by)
            assert not again or ledger.move(lot=lot, step=step, by=by).id == first.id
            mine[source] -= wanted
            mine[target] = mine.get(target, 0) + wanted
        make.prove()
        now = balance(lot)
        assert {key: value for key, value in now.pieces.items() if value} == {
            key.value: abs(value) for key, value in mine.items() if value
        }
        assert now.is_even
        assert now.won[Account.INCOME] == total_won
        # an account without pieces holds no won, and nobody holds less than the unit price a piece
        for account, pieces in now.pieces.items():
            assert now.won[account] >= pieces * lot.unit_won
            assert pieces or now.won[account] == 0
        transaction.set_rollback(True)


# what the database promises against bare SQL


def _entries(movement: Movement, *rows: tuple[UUID, str, int, int]) -> None:
    Entry.objects.bulk_create(
        Entry(movement=movement, lot_id=lot, account=account, quantity=pieces, won=won)
        for lot, account, pieces, won in rows
    )


@pytest.mark.parametrize(
    ("rows", "constraint"),
    [
        ((("stock", -5, -100), ("delivered", 4, 100)), "합이 0이 아닙니다"),
        ((("stock", -5, -100), ("delivered", 5, 99)), "합이 0이 아닙니다"),
        ((("stock", 5, 100),), "합이 0이 아닙니다"),
        ((("stock", -11, -1), ("delivered", 11, 1)), "많이 옮길 수 없습니다"),
        ((("stock", -1, -100_001), ("delivered", 1, 100_001)), "많이 옮길 수 없습니다"),
        ((("reserved", -1, -1), ("stock", 1, 1)), "많이 옮길 수 없습니다"),
        ((), "빈 이동"),
    ],
)
def test_bare_sql_cannot_unbalance_it(cast: Cast, rows: tuple[tuple[str, int, int], ...], constraint: str) -> None:
    lot = make.lot(cast, quantity=10, total_won=100_000)

    def book() -> None:
        with acting_as(cast.actor("resource")):
            movement = Movement.objects.create(
                kind=Kind.DELIVER, moved_on=make.today(), moved_by=uuid4(), once_key=uuid4()
            )
            _entries(movement, *((lot.id, *row) for row in rows))
            make.prove()

    with pytest.raises(IntegrityError, match=constraint):
        book()


@pytest.mark.parametrize("deed", ["DELETE FROM", "UPDATE"])
@pytest.mark.parametrize("table", ["resources_entry", "resources_movement"])
def test_the_book_is_append_only(cast: Cast, deed: str, table: str) -> None:
    make.lot(cast)
    sql = f"DELETE FROM {table}" if deed == "DELETE FROM" else f"UPDATE {table} SET id = id"
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(cast.actor("resource")):
        connection.cursor().execute(sql)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("resources_town_needs_review", {"custodian": "town"}),
        ("resources_lot_quantity", {"quantity": 0, "total_won": 0}),
        ("resources_lot_won", {"unit_won": 20_001}),
        ("resources_lot_rest", {"unit_won": 19_998}),
    ],
)
def test_the_database_refuses_a_wrong_lot(cast: Cast, constraint: str, columns: dict[str, object]) -> None:
    lot = make.lot(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Lot.objects.filter(id=lot.id).update(**columns)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_takers_of_the_last_boxes_wait_for_each_other(transactional_db: None) -> None:
    """Two sessions take 60 of 100 by bare SQL at the same time: one of them is refused."""
    from threading import Barrier, Thread

    from tests.cast import make_cast

    cast = make_cast()
    lot = make.lot(cast, quantity=100, total_won=100)
    meet, refused = Barrier(2), []

    def take() -> None:
        try:
            with transaction.atomic():
                movement = Movement.objects.create(
                    kind=Kind.DELIVER, moved_on=dt.date(2026, 1, 2), moved_by=uuid4(), once_key=uuid4()
                )
                meet.wait(10)
                _entries(movement, (lot.id, "stock", -60, -60), (lot.id, "delivered", 60, 60))
        except IntegrityError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert balance(lot).pieces[Account.STOCK] == 40
