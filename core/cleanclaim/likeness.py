"""
When two claims are alike, so that what the edits say of one they say of the other.

A check is a function of the claim. What it never looks at can't matter to it: a check is
handed a shadow of the claim that notices when it looks at what differs between claims
that are otherwise the same, and as long as no check does, a judgement serves them all.

Of providers a likeness has which of them are one, and their taxonomies. Where a check
looks at their numbers, it has these too. Of days it has how far they are apart, and the
judgement holds for the days that would not have made a difference to those who looked.
"""

import datetime
from collections.abc import Sequence
from operator import attrgetter
from sys import intern
from typing import Any, Final, cast

import attrs

from cleanclaim.model import BillingProvider, Claim, Practitioner, ServiceLine
from cleanclaim.quick import copier, twin_of
from cleanclaim.shadow_day import Era, ShadowDay

_OF_CLAIM: Final = ("id", "diagnosis_codes", "total_charge")
_OF_LINE: Final = ("charge",)
_OF_BILLING: Final = ("npi", "tax_id")
_OF_PRACTITIONER: Final = ("npi",)
"""What is left out of a likeness: noticed when a check looks at it."""


@attrs.define(eq=False)
class Watch:
    """
    Whether a check has looked at what is left out of every likeness, or at the numbers
    of providers; and the days that would not have made a difference.
    """

    era: Era
    looked: bool = False
    at_numbers: bool = False


class _ShadowLine(ServiceLine):
    """
    A line that notices who looks at its charge.
    """

    __slots__ = ("_original", "_watch")
    _original: ServiceLine
    _watch: Watch

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        # Lines of one claim differ in their number: no need to look at the charge.
        if isinstance(other, ServiceLine) and self.number != other.number:
            return False
        return bool(ServiceLine.__eq__(self, other))

    def __hash__(self) -> int:
        return hash(self.number)


class _ShadowClaim(Claim):
    """
    A claim that notices who looks at its number, its diagnoses or its total.
    """

    __slots__ = ("_original", "_watch")
    _original: Claim
    _watch: Watch


class _Provider:
    """
    What the shadows of providers have in common: two are equal where the originals are,
    which does not depend on what their numbers are.
    """

    __slots__ = ()
    _original: object
    _watch: Watch

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Provider):
            return self._original == other._original
        self._watch.at_numbers = True
        return self._original == other

    def __hash__(self) -> int:
        return hash(self._original)


class _ShadowPractitioner(_Provider, Practitioner):
    """
    A practitioner who notices who looks at the NPI.
    """

    __slots__ = ("_original", "_watch")


class _ShadowBilling(_Provider, BillingProvider):
    """
    A billing provider that notices who looks at its numbers.
    """

    __slots__ = ("_original", "_watch")


def _watched(shape: type, name: str, flag: str) -> property:
    """
    A property in place of a field: what it was given itself, or that of the original.
    """
    slot = shape.__dict__[name]

    def look(self: Any) -> Any:
        try:
            return slot.__get__(self)
        except AttributeError:
            setattr(self._watch, flag, True)
            return getattr(self._original, name)

    def give(self: Any, value: object) -> None:
        if hasattr(self, "_watch"):
            raise attrs.exceptions.FrozenInstanceError
        slot.__set__(self, value)  # a copy that a check makes for itself

    return property(look, give)


_LEFT_OUT: Final = (
    (_ShadowClaim, Claim, _OF_CLAIM, "looked"),
    (_ShadowLine, ServiceLine, _OF_LINE, "looked"),
    (_ShadowBilling, BillingProvider, _OF_BILLING, "at_numbers"),
    (_ShadowPractitioner, Practitioner, _OF_PRACTITIONER, "at_numbers"),
)

for _shadow, _shape, _names_left_out, _flag in _LEFT_OUT:
    for _name in _names_left_out:
        setattr(_shadow, _name, _watched(_shape, _name, _flag))
    # To whoever prints one it is what it stands for.
    _shadow.__name__ = _shadow.__qualname__ = _shape.__name__


def _names(shape: type, left_out: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(shape) if field.name not in left_out)


_DAYS: Final = ("date", "through")
_CLAIM_KEPT: Final = _names(Claim, (*_OF_CLAIM, *_DAYS, "lines", "billing", "rendering"))
_LINE_KEPT: Final = _names(ServiceLine, (*_OF_LINE, *_DAYS, "rendering"))
SHADOWS: Final[dict[type, tuple[str, ...]]] = {
    shadow: (*_names(shape, left_out), "_original") for shadow, shape, left_out, _ in _LEFT_OUT
}
"""The fields of each kind of shadow that are its own."""

_OPEN_CLAIM: Final = twin_of(_ShadowClaim)
_OPEN_LINE: Final = twin_of(_ShadowLine)
_OPEN_PRACTITIONER: Final = twin_of(_ShadowPractitioner)
_OPEN_BILLING: Final = twin_of(_ShadowBilling)
_COPY: Final = copier(_CLAIM_KEPT)
_COPY_LINE: Final = copier(_LINE_KEPT)


def shadow_of(claim: Claim, lines: Sequence[ServiceLine]) -> tuple[Claim, Watch]:
    """
    A claim to be handed to checks in place of this one, with these of its lines, and what
    it notices.
    """
    watch = Watch(Era(first_day(claim, lines)))
    days: dict[datetime.date | None, datetime.date | None] = {None: None}
    practitioners: dict[Practitioner | None, Practitioner | None] = {None: None}
    shadows = []
    for line in lines:
        shadow: Any = object.__new__(_OPEN_LINE)
        _COPY_LINE(line, shadow)
        shadow.date, shadow.through = _day(line.date, days, watch), _day(line.through, days, watch)
        shadow.rendering = _practitioner(line.rendering, practitioners, watch)
        shadow._original, shadow._watch = line, watch  # noqa: SLF001 - it is made here
        shadow.__class__ = _ShadowLine
        shadows.append(shadow)
    whole: Any = object.__new__(_OPEN_CLAIM)
    _COPY(claim, whole)
    whole.lines = tuple(shadows)
    whole.date, whole.through = _day(claim.date, days, watch), _day(claim.through, days, watch)
    whole.rendering = _practitioner(claim.rendering, practitioners, watch)
    whole.billing = _billing(claim.billing, watch)
    whole._original, whole._watch = claim, watch  # noqa: SLF001 - likewise
    whole.__class__ = _ShadowClaim
    return cast(Claim, whole), watch


def with_lines(shadow: Claim, lines: Sequence[ServiceLine]) -> Claim:
    """
    The same shadow, with these of its lines alone.
    """
    made: Any = object.__new__(_OPEN_CLAIM)
    _COPY(shadow, made)
    made.lines = tuple(lines)
    made.date, made.through = shadow.date, shadow.through
    made.rendering, made.billing = shadow.rendering, shadow.billing
    watched = cast(_ShadowClaim, shadow)
    made._original, made._watch = watched._original, watched._watch  # noqa: SLF001 - likewise
    made.__class__ = _ShadowClaim
    return cast(Claim, made)


def first_day(claim: Claim, lines: Sequence[ServiceLine]) -> int:
    """
    The day, as an ordinal, that the others of a claim are counted from: the claim's own,
    or that of the first of these lines that has one; 0 where there is none.
    """
    if claim.date is not None:
        return claim.date.toordinal()
    return next((line.date.toordinal() for line in lines if line.date is not None), 0)


def _day(
    day: datetime.date | None,
    known: dict[datetime.date | None, datetime.date | None],
    watch: Watch,
) -> datetime.date | None:
    shadow = known.get(day)
    if shadow is not None or day is None:
        return shadow
    if type(day) is not datetime.date:  # with a time of day, perhaps
        watch.looked = True
        return day
    shadow = known[day] = ShadowDay.of(day, watch.era)
    return shadow


def _practitioner(
    who: Practitioner | None,
    known: dict[Practitioner | None, Practitioner | None],
    watch: Watch,
) -> Practitioner | None:
    shadow = known.get(who)
    if shadow is None and who is not None:
        made: Any = object.__new__(_OPEN_PRACTITIONER)
        made.taxonomy, made._original, made._watch = who.taxonomy, who, watch  # noqa: SLF001 - likewise
        made.__class__ = _ShadowPractitioner
        shadow = known[who] = cast(Practitioner, made)
    return shadow


def _billing(who: BillingProvider | None, watch: Watch) -> BillingProvider | None:
    if who is None:
        return None
    made: Any = object.__new__(_OPEN_BILLING)
    made.taxonomy, made._original, made._watch = who.taxonomy, who, watch  # noqa: SLF001 - likewise
    made.__class__ = _ShadowBilling
    return cast(BillingProvider, made)


_PLAIN: Final = attrgetter(*(name for name in _CLAIM_KEPT if name != "documentation"))
_PLAIN_LINE: Final = attrgetter(*(name for name in _LINE_KEPT if name != "units"))


def likeness_of(claim: Claim, lines: Sequence[ServiceLine], first: int) -> object:
    """
    What is equal for claims that are alike as far as these lines go, but for when their
    first day is and for providers' numbers, exactly: 1 unit and 1.0 are not. The claim
    carries no ``documentation``.
    """
    day: datetime.date | None = None
    away: int | None = None
    billing, who = claim.billing, claim.rendering
    place, places = 0, {who: 0}
    looks: list[object] = []
    for line in lines:
        if line.rendering is not who:
            who = line.rendering
            place = places.setdefault(who, len(places))
        if line.date is not day:
            day = line.date
            away = None if day is None else day.toordinal() - first
        last = line.through
        until = away if last is day or last is None else last.toordinal() - first
        units = intern(str(line.units))  # most are 1, and what is like is kept
        looks.append((*_PLAIN_LINE(line), units, place, away, last is None, until))
    taxonomies = tuple([who and (who.taxonomy,) for who in places])
    last = claim.through
    through = None if last is None else last.toordinal() - first
    return (
        _PLAIN(claim),
        claim.date is None,
        through,
        billing and (billing.taxonomy,),
        taxonomies,
        *looks,
    )


def numbers_of(claim: Claim, lines: Sequence[ServiceLine]) -> object:
    """
    The numbers of the providers.
    """
    billing, rendering = claim.billing, claim.rendering
    return (
        billing and (billing.npi, billing.tax_id),
        rendering and rendering.npi,
        *[line.rendering and line.rendering.npi for line in lines],
    )
