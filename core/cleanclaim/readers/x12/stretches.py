"""
The sieve with numpy: of the claims of a stretch only those come out that an edit may wake for.
"""

from collections.abc import Iterator
from typing import Final

import attrs
import numpy as np

from cleanclaim.interest import Interest, Sieve
from cleanclaim.model import Kind
from cleanclaim.readers.x12.alphabet import Alphabet, Array
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.hierarchy import Subscriber
from cleanclaim.readers.x12.limits import MAX_ASKED, MAX_REMEMBERED
from cleanclaim.readers.x12.vectors import Stretch, stretch_of
from cleanclaim.sources import Route

_SPREAD: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64
)


@attrs.define(eq=False)
class _Bill:
    """
    A route, what is asked of its claims, and which codes may wake an edit, by their place
    among those known; what is known of claims by their codes.
    """

    route: Route
    interest: Interest
    wanted: Array
    known: dict[bytes, tuple[str, ...] | None] = attrs.field(factory=dict)


@attrs.frozen(eq=False)
class Found:
    """
    A stretch, and the claims of it for which an edit may wake: number among the claims,
    codes and route. ``asleep`` counts the others by payer.
    """

    stretch: Stretch
    woken: list[tuple[int, tuple[str, ...], Route]]
    asleep: dict[str, int]


class Stretches:
    """
    Sifts the stretches of one set of delimiters and one form.
    """

    def __init__(self, docket: Docket, sieve: Sieve, delimiters: Delimiters, kind: Kind) -> None:
        self._docket, self._sieve, self._delimiters, self._kind = docket, sieve, delimiters, kind
        self._alphabet = Alphabet.of(delimiters, kind)
        self._texts = [""]
        self._numbers = np.zeros(1, np.uint64)
        self._places = np.zeros(1, np.intp)
        self._bills: dict[bytes, _Bill] = {}

    def sift(self, block: bytes, at: int, end: int, separator: bytes) -> Found | None:
        """
        What the claims from *at* to *end* come to; None where anything is not as it
        should be.
        """
        billing = self._docket.path.billing
        if billing.damage is not None or len(billing.number or b"") > 8:  # noqa: PLR2004 - one number
            return None
        stretch = stretch_of(
            block, at, end, separator, self._alphabet, billing.number or b"", self._docket.most
        )
        if stretch is None:
            return None
        codes = self._codes_of(stretch.codes)
        routes = _alike(stretch.routes)
        if codes is None or routes is None:
            return None
        first, which = routes
        bills = [self._bill(stretch.routes[place]) for place in first]
        if None in bills:
            return None
        found: list[_Bill] = [bill for bill in bills if bill is not None]
        woken = list(self._woken(stretch, found, which, codes))
        counts = np.bincount(which, minlength=len(found)).tolist()
        for number, _, _ in woken:
            counts[which[number]] -= 1
        asleep: dict[str, int] = {}
        for bill, count in zip(found, counts, strict=True):
            if count:
                payer = bill.interest.payer or ""
                asleep[payer] = asleep.get(payer, 0) + count
        return Found(stretch, woken, asleep)

    def _codes_of(self, numbers: Array) -> Array | None:
        """
        The places of these codes among those known; None where one can't be read.
        """
        at = np.searchsorted(self._numbers, numbers)
        at[at == len(self._numbers)] = 0
        missing = np.unique(numbers[self._numbers[at] != numbers])
        if not len(missing):
            return self._places[at]
        if len(self._texts) + len(missing) > MAX_REMEMBERED:
            self._texts, self._bills = [""], {}
            self._numbers, self._places = np.zeros(1, np.uint64), np.zeros(1, np.intp)
            missing = np.unique(numbers[numbers != 0])
        component, required = self._delimiters.component, self._kind is Kind.PROFESSIONAL
        for number in missing.tolist():
            composite = b"HC" + component + number.to_bytes(8, "little").rstrip(b"\0")
            try:
                self._texts.append(self._docket.codes.read(composite, required=required))
            except ValueError:
                del self._texts[len(self._numbers) :]
                return None
        added = np.arange(len(self._numbers), len(self._texts))
        self._numbers = np.append(self._numbers, missing)
        self._places = np.append(self._places, added)
        order = np.argsort(self._numbers)
        self._numbers, self._places = self._numbers[order], self._places[order]
        return self._places[np.searchsorted(self._numbers, numbers)]

    def _bill(self, numbers: Array) -> _Bill | None:
        key = numbers.tobytes()
        bill = self._bills.get(key)
        if bill is None:
            filing, payer, clm05 = (text.rstrip(b"\0") for text in (key[:8], key[8:24], key[24:]))
            subscriber = Subscriber(None, dict, claim_filing=filing, payer_id=payer.strip())
            route, complete = self._docket.routes.of(subscriber, clm05)
            if not complete:
                return None
            bill = _Bill(route, self._sieve(route), np.zeros(0, np.bool_))
            if len(self._bills) >= MAX_REMEMBERED:
                self._bills.clear()
            self._bills[key] = bill
        if len(bill.wanted) < len(self._texts):
            wanted = bill.interest.codes
            more = [wanted is None or text in wanted for text in self._texts[len(bill.wanted) :]]
            bill.wanted = np.append(bill.wanted, np.array(more, np.bool_))
        return bill

    def _woken(
        self, stretch: Stretch, bills: list[_Bill], which: Array, codes: Array
    ) -> Iterator[tuple[int, tuple[str, ...], Route]]:
        of_claim = stretch.of_claim
        if len(bills) == 1:
            wanted = bills[0].wanted[codes]
        else:
            wanted = np.stack([bill.wanted for bill in bills])[which[of_claim], codes]
        touched = np.zeros(len(stretch.claims), np.bool_)
        touched[of_claim[wanted]] = True
        claims = np.flatnonzero(touched)
        begins = np.searchsorted(of_claim, claims).tolist()
        ends = np.searchsorted(of_claim, claims, "right").tolist()
        for number, bill, begin, end in zip(
            claims.tolist(), which[claims].tolist(), begins, ends, strict=True
        ):
            asked = self._asked(bills[bill], codes[begin:end])
            if asked is not None:
                yield number, asked, bills[bill].route

    def _asked(self, bill: _Bill, codes: Array) -> tuple[str, ...] | None:
        """
        The codes of a claim for which an edit may wake; None where it sleeps.
        """
        key = codes.tobytes()
        if key in bill.known:
            return bill.known[key]
        texts = tuple(filter(None, map(self._texts.__getitem__, codes.tolist())))
        asked = texts if bill.interest.wakes(texts) else None
        if len(bill.known) >= MAX_ASKED:
            bill.known.clear()
        bill.known[key] = asked
        return asked


def _alike(routes: Array) -> tuple[Array, Array] | None:
    """
    Where each route stands first, and which of these each one is; None where two share
    a hash, which one in many billion does.
    """
    hashes = (routes * _SPREAD).sum(axis=1)
    _, first, which = np.unique(hashes, return_index=True, return_inverse=True)
    return (first, which) if (routes[first][which] == routes).all() else None
