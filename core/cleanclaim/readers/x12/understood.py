"""
What the tokens of a subscriber and of a claim say, understood once and then looked up.
"""

from typing import Final

import attrs

from cleanclaim.interest import Interest, Sieve
from cleanclaim.model import Kind
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.hierarchy import Subscriber
from cleanclaim.readers.x12.limits import GUIDE_LINES, MAX_ALIKE, MAX_REMEMBERED
from cleanclaim.readers.x12.tokens import JOINT
from cleanclaim.sources import Route

_SEQUENCE: Final = list(range(max(GUIDE_LINES.values()) + 1))
_HEALTH: Final = b"HI"
_WIDEST: Final = 5
"""Digits of a number that a line may have."""
# Ids that may stand above a claim, of a patient, before a claim's first line, and behind.
_OF_SUBSCRIBER: Final = frozenset((b"DMG", b"PAT"))
_OF_PATIENT: Final = frozenset((b"DMG", b"PAT", b"NM1"))
_OF_CLAIM: Final = frozenset((_HEALTH, b"CL1", b"OI", b"SBR", b"DMG", b"NM1"))
_OF_LINE: Final = frozenset((b"NM1",))
_BARE: Final = _OF_CLAIM | _OF_PATIENT | _OF_LINE


@attrs.frozen(eq=False)
class Woken:
    """
    What is the same of all claims with the same tokens, where an edit may wake.
    """

    codes: tuple[str, ...]
    route: Route


@attrs.frozen(eq=False)
class _Bill:
    """
    A route, what is asked of its claims, and the tokens of lines that concern no edit,
    with their numbers.
    """

    route: Route
    interest: Interest
    payer: str
    asleep: dict[bytes, int]


@attrs.frozen(eq=False)
class Heading:
    """
    A subscriber as far as it decides, SBR09 and NM109, and what is known of the claims
    under such a one by their tokens: the payer's id where it sleeps.
    """

    subscriber: Subscriber
    bills: dict[bytes, _Bill] = attrs.field(factory=dict)
    known: dict[bytes, Woken | str] = attrs.field(factory=dict)


class Understanding:
    """
    Understands tokens of one set of delimiters and one form; None stands for what is not
    as it should be.
    """

    def __init__(
        self, docket: Docket, sieve: Sieve, delimiters: Delimiters, separator: bytes
    ) -> None:
        self._docket, self._sieve, self._separator = docket, sieve, separator
        self._element = delimiters.element
        self._payer = b"NM1" + self._element + b"PR" + self._element
        self._patient = self._element + b"23"
        self._heads: dict[bytes, Heading] = {}
        self._headings: dict[tuple[bytes | None, bytes | None], Heading] = {}
        # By the codes that concern an edit the tokens of lines that do not, with their
        # numbers.
        self._asleep: dict[frozenset[str] | None, dict[bytes, int]] = {}
        self._codes: dict[bytes, str] = {}
        self._numbers: dict[bytes, int] = {}
        self._begin()
        self._room = MAX_ALIKE

    def forget(self) -> None:
        """
        Forget all that was understood so far.
        """
        self._heads.clear()
        self._headings.clear()
        self._begin()
        self._room = MAX_ALIKE

    def _begin(self) -> None:
        """
        Forget all tokens of lines.
        """
        self._codes.clear()
        self._numbers = {_HEALTH: 0}
        self._asleep.clear()
        for heading in self._headings.values():
            heading.bills.clear()

    def heading(self, head: bytes) -> Heading | None:
        """
        The subscriber that these tokens are of, from HL04 on to the first claim.
        """
        known = self._heads.get(head)
        if known is None:
            key = self._read_head(head)
            if key is None:
                return None
            known = self._headings.get(key)
            if known is None:
                filing, payer = key
                subscriber = Subscriber(
                    None, dict, None, claim_filing=filing, payer_id=payer, insured=True, paid=True
                )
                known = self._headings[key] = Heading(subscriber)
            if len(self._heads) >= MAX_REMEMBERED:
                self._heads.clear()
            self._heads[head] = known
        return known

    def _read_head(self, head: bytes) -> tuple[bytes | None, bytes] | None:
        first, *others = head.split(JOINT)
        _, insured, sbr = first.partition(self._separator)
        payer: bytes | None = None
        of_patient = False
        for token in others:
            if self._is_patient(token):
                of_patient = True
            elif token.startswith(self._payer):
                if not of_patient:
                    if payer is not None:
                        return None
                    elements = token.split(self._element, 10)
                    payer = elements[9].strip() if len(elements) > 9 else b""  # noqa: PLR2004 - NM109
            elif token not in (_OF_PATIENT if of_patient else _OF_SUBSCRIBER):
                return None
        if not insured or payer is None:
            return None
        elements = sbr.split(self._element, 10)
        return (elements[9] if len(elements) > 9 else None), payer  # noqa: PLR2004 - SBR09

    def claim(self, heading: Heading, tokens: bytes) -> Woken | str | None:
        """
        A claim under this subscriber, from its CLM05 on: the payer's id where it sleeps.
        """
        clm05, *others = tokens.split(JOINT)
        bill = heading.bills.get(clm05) or self._bill(heading, clm05)
        if bill is None:
            return None
        verdict: Woken | str | None
        # As nearly all claims are: lines in sequence, behind HI, that concern no edit.
        numbers = [*map(bill.asleep.get, others)]
        first = 0 if numbers[:1] == [0] else 1
        lines = len(numbers) + first - 1
        if numbers == _SEQUENCE[first : lines + 1] and 0 < lines <= self._docket.most:
            verdict = bill.payer
        else:
            verdict = self._read(bill, others)
        if verdict is not None:
            if self._room <= 0:
                for each in self._headings.values():
                    each.known.clear()
                self._room = MAX_ALIKE
            self._room -= len(tokens)
            heading.known[tokens] = verdict
        return verdict

    def _bill(self, heading: Heading, clm05: bytes) -> _Bill | None:
        route, complete = self._docket.routes.of(heading.subscriber, clm05)
        if not complete:
            return None
        interest = self._sieve(route)
        asleep = self._asleep.setdefault(interest.codes, {_HEALTH: 0})
        bill = _Bill(route, interest, interest.payer or "", asleep)
        if len(heading.bills) >= MAX_REMEMBERED:
            heading.bills.clear()
        heading.bills[clm05] = bill
        return bill

    def _read(self, bill: _Bill, tokens: list[bytes]) -> Woken | str | None:
        codes: list[str] = []
        lines, allowed = 0, _OF_CLAIM
        wanted = bill.interest.codes
        touched = wanted is None
        for token in tokens:
            code = self._codes.get(token)
            if code is None and token not in _BARE:
                code = self._line(token)
            if code is None:
                allowed = self._beside(token, allowed, lines)
            elif allowed is _OF_PATIENT or self._numbers[token] != lines + 1:
                return None
            else:
                lines, allowed = lines + 1, _OF_LINE
                if code:
                    codes.append(code)
                if wanted is None or code in wanted:
                    touched = True
                else:
                    bill.asleep[token] = lines
            if not allowed:
                return None
        if not 0 < lines <= self._docket.most:
            return None
        woken = Woken(tuple(codes), bill.route)
        return woken if touched and bill.interest.wakes(woken.codes) else bill.payer

    def _beside(self, token: bytes, allowed: frozenset[bytes], lines: int) -> frozenset[bytes]:
        """
        What may stand behind a token that is no line's; nothing where this one may not.
        """
        if lines and self._is_patient(token):
            return _OF_PATIENT
        return allowed if token in allowed or token.startswith(self._payer) else frozenset()

    def _is_patient(self, token: bytes) -> bool:
        """
        Whether a token is a patient's; that of a subscriber under HL 23 begins like one.
        """
        return token.startswith(self._patient) and self._separator not in token

    def _line(self, token: bytes) -> str | None:
        """
        The procedure code of a line's token, or nothing; None for another token.
        """
        number, found, service = token.partition(self._separator)
        if not found or number.startswith(b"0") or len(number) > _WIDEST:
            return None
        composite = service.rpartition(self._element)[2]
        codes = self._docket.codes
        code = codes.known.get(composite)
        if code is None:
            required = self._docket.kind is Kind.PROFESSIONAL
            try:
                code = codes.read(composite, required=required)
            except ValueError:
                return None
        if len(self._codes) >= MAX_REMEMBERED:
            self._begin()
        self._codes[token], self._numbers[token] = code, int(number)
        return code
