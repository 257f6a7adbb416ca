"""
The HL loops that a claim stands in: who bills, who is insured, who pays.

Only the current path is kept: HL loops nest in their order in the file.
"""

from collections.abc import Callable

import attrs

from cleanclaim.findings import Place
from cleanclaim.model import BillingProvider
from cleanclaim.readers.x12.limits import MAX_CONTEXT
from cleanclaim.sources import Problem

Spot = Callable[[], Place]
"""Where something stands, worked out when asked."""

_LEVELS = {b"20": "billing provider", b"22": "subscriber", b"23": "patient"}


@attrs.define
class Billing:
    """
    A billing provider's loop (2000A): the raw segments that say who it is.
    """

    number: bytes | None = None
    segments: list[bytes] = attrs.field(factory=list, repr=False)
    damage: Problem | None = None
    provider: BillingProvider | None = attrs.field(default=None, repr=False)
    """What the segments say, once a claim has asked."""

    def add(self, segment: bytes) -> None:
        """
        Keep a segment that may say who bills.
        """
        if len(self.segments) < MAX_CONTEXT:
            self.segments.append(segment)


@attrs.define
class Subscriber:
    """
    A subscriber's loop (2000B): SBR09 and NM109 of the payer in 2010BB.
    """

    number: bytes | None
    place: Spot
    damage: Problem | None = None
    claim_filing: bytes | None = attrs.field(default=None, repr=False)
    payer_id: bytes | None = attrs.field(default=None, repr=False)
    insured: bool = False
    paid: bool = False


class Path:
    """
    The loops that the next claim stands in, and what is wrong with them.
    """

    def __init__(self) -> None:
        self.billing = Billing()
        self.subscriber: Subscriber | None = None
        self.level = b""
        """HL03 of the innermost loop; nothing before any HL."""
        self._damage: Problem | None = None

    @property
    def sound(self) -> bool:
        """
        Whether it is known whose the claims are that stand here, and who pays them.
        """
        subscriber = self.subscriber
        return (
            subscriber is not None
            and self._damage is None
            and subscriber.insured
            and subscriber.paid
            and subscriber.damage is None
        )

    def enter_sound(
        self, number: bytes, claim_filing: bytes | None, payer_id: bytes | None
    ) -> None:
        """
        Begin a subscriber's loop that is known to be whole.
        """
        self.level, self._damage = b"22", None
        self.subscriber = subscriber = Subscriber(number, dict)
        subscriber.claim_filing, subscriber.payer_id = claim_filing, payer_id
        subscriber.insured = subscriber.paid = True

    def damage(self, where: Spot) -> Problem | None:
        """
        Why a claim that begins here can't be told to whom it belongs; None when it can.
        """
        subscriber = self.subscriber
        if self._damage or subscriber is None:
            return self._damage or Problem(
                "X12-041",
                "the claim stands under no subscriber; expected HL*…*22 before it; "
                "resend the claim with its HL loops",
                where(),
                fatal=True,
            )
        if not subscriber.insured:
            return _lost("X12-048", "no SBR under its subscriber HL", subscriber.place())
        if not subscriber.paid:
            return _lost("X12-049", "no payer (NM1*PR) under its subscriber HL", subscriber.place())
        return subscriber.damage

    def lose(self, problem: Problem) -> None:
        """
        Give up on the claims that follow until the next HL.
        """
        self._damage = self._damage or problem

    def enter(self, number: bytes, parent: bytes, level: bytes, place: Spot) -> None:
        """
        Begin an HL loop.
        """
        number, parent, level = number.strip(), parent.strip(), level.strip()
        wrong = None if number.isdigit() else "its number is not digits"
        self.level, self._damage = level, None
        if level == b"20":
            if parent:
                wrong = wrong or "a billing provider has no parent"
            damage = _broken(level, wrong, place)
            self.billing, self.subscriber = Billing(number, damage=damage), None
            self._damage = damage
        elif level == b"22":
            wrong = wrong or _parent_fault(parent, self.billing.number, "billing provider")
            self.subscriber = Subscriber(number, place, _broken(level, wrong, place))
            self._damage = self.billing.damage or self.subscriber.damage
        elif level == b"23":
            above = self.subscriber.number if self.subscriber else None
            wrong = wrong or _parent_fault(parent, above, "subscriber")
            before = self.billing.damage or (self.subscriber.damage if self.subscriber else None)
            self._damage = before or _broken(level, wrong, place)
        else:
            self._damage = _broken(level, "its level is none of 20, 22 and 23", place)


def _parent_fault(parent: bytes, above: bytes | None, what: str) -> str | None:
    if not parent.isdigit():
        return "its parent is missing or not digits"
    if above is None or parent.lstrip(b"0") != above.lstrip(b"0"):
        return f"its parent is not the {what} that it stands under"
    return None


def _broken(level: bytes, wrong: str | None, place: Spot) -> Problem | None:
    if wrong is None:
        return None
    what = _LEVELS.get(level, "loop")
    return Problem(
        "X12-040",
        f"HL of the {what}: {wrong}; the claims under it can't be told apart; "
        "correct HL01, HL02 and HL03 and resend them",
        place(),
        fatal=True,
    )


def _lost(code: str, what: str, place: Place) -> Problem:
    return Problem(
        code,
        f"{what}; who pays the claim is not known; resend it with the segment",
        place,
        fatal=True,
    )
