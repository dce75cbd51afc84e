"""Balances: sums over entries, nothing stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Sum

from bokjihub.resources.models import Account, Entry, Lot


@dataclass(frozen=True)
class Balance:
    """What became of one lot, in pieces and in won, by account. Income is shown without its sign."""

    pieces: dict[str, int]
    won: dict[str, int]

    @property
    def stock(self) -> int:
        """Pieces that may still be given."""
        return self.pieces.get(Account.STOCK, 0)

    @property
    def is_even(self) -> bool:
        """들어옴 = everything else, in pieces and in won."""
        return all(
            sums.get(Account.INCOME, 0) == sum(amount for account, amount in sums.items() if account != Account.INCOME)
            for sums in (self.pieces, self.won)
        )

    @property
    def sentence(self) -> str:
        """들어옴 1,000 = 나감 862 + 창고 131 + 버림 7."""
        order = (Account.DELIVERED, Account.RESERVED, Account.STOCK, Account.DISCARDED, Account.RETURNED)
        parts = [f"{account.label} {self.pieces[account]:,}" for account in order if self.pieces.get(account)]
        return f"들어옴 {self.pieces.get(Account.INCOME, 0):,} = {' + '.join(parts) or '0'}"


def balances(lot_ids: Iterable[UUID]) -> dict[UUID, Balance]:
    """The balance of each lot, in one query."""
    ids = list(lot_ids)
    found = {lot_id: Balance({}, {}) for lot_id in ids}
    rows = (
        Entry.objects.filter(lot_id__in=ids)
        .values("lot_id", "account")
        .annotate(pieces=Sum("quantity"), worth=Sum("won"))
    )
    for row in rows:
        sign = -1 if row["account"] == Account.INCOME else 1
        found[row["lot_id"]].pieces[row["account"]] = sign * row["pieces"]
        found[row["lot_id"]].won[row["account"]] = sign * row["worth"]
    return found


def balance(lot: Lot) -> Balance:
    """The balance of one lot."""
    return balances([lot.id])[lot.id]


def entries_of(lot: Lot) -> QuerySet[Entry]:
    """The book of one lot, oldest first; one line a movement (the side that receives)."""
    return Entry.objects.filter(lot=lot, quantity__gt=0).select_related("movement").order_by("movement__at", "id")
