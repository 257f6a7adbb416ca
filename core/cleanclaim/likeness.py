"""
When two claims are alike, so that what the edits say of one they say of the other.

A check is a function of the claim. What it never looks at can't matter to it: a check is
handed a shadow of the claim that notices when it looks at what differs between claims
that are otherwise the same, and as long as no check does, a judgement serves them all.
"""

from operator import attrgetter
from typing import Any, Final, cast

import attrs

from cleanclaim.model import BillingProvider, Claim, Practitioner, ServiceLine
from cleanclaim.quick import copier, twin_of

_OF_CLAIM: Final = ("id", "diagnosis_codes", "total_charge")
_OF_LINE: Final = ("charge",)
"""What is left out of a likeness: noticed when a check looks at it."""


@attrs.define(eq=False)
class Watch:
    """
    Whether a check has looked at what is left out of a likeness.
    """

    looked: bool = False


class _ShadowLine(ServiceLine):
    """
    A line that notices who looks at its charge.
    """

    __slots__ = ("_line", "_watch")
    _line: ServiceLine
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

    __slots__ = ("_claim", "_watch")
    _claim: Claim
    _watch: Watch


def _watched(shape: type, name: str, original: str) -> property:
    """
    A property in place of a field: what it was given itself, or that of the original.
    """
    slot = shape.__dict__[name]

    def look(self: Any) -> Any:
        try:
            return slot.__get__(self)
        except AttributeError:
            self._watch.looked = True
            return getattr(getattr(self, original), name)

    def give(self: Any, value: object) -> None:
        if hasattr(self, "_watch"):
            raise attrs.exceptions.FrozenInstanceError
        slot.__set__(self, value)  # a copy that a check makes for itself

    return property(look, give)


for _name in _OF_LINE:
    setattr(_ShadowLine, _name, _watched(ServiceLine, _name, "_line"))
for _name in _OF_CLAIM:
    setattr(_ShadowClaim, _name, _watched(Claim, _name, "_claim"))

for _shadow, _shape in ((_ShadowClaim, Claim), (_ShadowLine, ServiceLine)):
    # To whoever prints one it is what it stands for.
    _shadow.__name__ = _shadow.__qualname__ = _shape.__name__


def _names(shape: type, left_out: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(shape) if field.name not in left_out)


_KEPT: Final[dict[type, tuple[str, ...]]] = {
    Claim: _names(Claim, (*_OF_CLAIM, "lines")),
    ServiceLine: _names(ServiceLine, _OF_LINE),
}
SHADOWS: Final[dict[type, tuple[str, ...]]] = {
    _ShadowClaim: (*_KEPT[Claim], "lines"),
    _ShadowLine: _KEPT[ServiceLine],
}
"""The fields of each kind of shadow that are its own."""

_OPEN_CLAIM: Final = twin_of(_ShadowClaim)
_OPEN_LINE: Final = twin_of(_ShadowLine)
_COPY: Final = copier(_KEPT[Claim])
_COPY_LINE: Final = copier(_KEPT[ServiceLine])


def shadow_of(claim: Claim) -> tuple[Claim, Watch]:
    """
    A claim to be handed to checks in place of this one, and what it notices.
    """
    watch = Watch()
    lines = []
    for line in claim.lines:
        shadow: Any = object.__new__(_OPEN_LINE)
        _COPY_LINE(line, shadow)
        shadow._line, shadow._watch = line, watch  # noqa: SLF001 - it is made here
        shadow.__class__ = _ShadowLine
        lines.append(shadow)
    whole: Any = object.__new__(_OPEN_CLAIM)
    _COPY(claim, whole)
    whole.lines = tuple(lines)
    whole._claim, whole._watch = claim, watch  # noqa: SLF001 - likewise
    whole.__class__ = _ShadowClaim
    return cast(Claim, whole), watch


_PLAIN: Final = attrgetter(
    *(name for name in _KEPT[Claim] if name not in ("billing", "rendering", "documentation"))
)
_PLAIN_LINE: Final = attrgetter(
    *(name for name in _KEPT[ServiceLine] if name not in ("units", "rendering"))
)


def likeness_of(claim: Claim) -> object:
    """
    What is equal for claims that are alike, exactly: 1 unit and 1.0 are not.
    """
    return (
        _PLAIN(claim),
        _provider(claim.billing),
        _practitioner(claim.rendering),
        claim.documentation,
        *[
            (_PLAIN_LINE(line), str(line.units), _practitioner(line.rendering))
            for line in claim.lines
        ],
    )


def _practitioner(who: Practitioner | None) -> tuple[str | None, ...] | None:
    return None if who is None else (who.npi, who.taxonomy)


def _provider(who: BillingProvider | None) -> tuple[str | None, ...] | None:
    return None if who is None else (who.npi, who.taxonomy, who.tax_id)
