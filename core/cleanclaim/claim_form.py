"""
A claim as JSON, both ways: the first half of the contract.

The keys are the names of the model's fields. Absent keys take the obvious default: a
line's dates, place and practitioner from the claim, its number from its position.
Unknown keys and values of the wrong form are refused, with the key's path.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from cleanclaim import claim_values, values
from cleanclaim.documentation import Documentation, Imaging
from cleanclaim.errors import ClaimError, did_you_mean, together
from cleanclaim.findings import Json
from cleanclaim.model import BillingProvider, Claim, Kind, Practitioner, ServiceLine

T = TypeVar("T")

_MAX_LINES = 10_000
_MOST_TOLD = 100
_LONGEST_NAME = 60


def claim_from(data: object) -> Claim:
    """
    The claim that a JSON object says.

    Raises: ClaimError, with every fault of the object, a line each: the key's path and
    what was expected, never the value.
    """
    reader = _Reader()
    claim = reader.claim(data)
    if reader.faults or claim is None:
        told = reader.faults[:_MOST_TOLD]
        if len(reader.faults) > len(told):
            told.append(f"and {len(reader.faults) - len(told):,} more faults")
        raise ClaimError(together(told))
    return claim


class _Reader:
    """
    Reads one object and gathers its faults, so that all are told at once.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []

    def claim(self, data: object) -> Claim | None:
        fields = self._object(data, Claim, "claim")
        if fields is None:
            return None
        take = _Fields(self, fields, "")
        date, through = take.dates()
        kind = take.value("kind", claim_values.kind)
        if kind is None and "kind" not in take.faulty:
            take.fault("kind", "missing; expected 'professional' or 'institutional'")
        claim_id = take.value("id", claim_values.text)
        if claim_id is None and "id" not in take.faulty:
            take.fault("id", "missing; expected the claim's number (CLM01)")
        type_of_bill, frequency = (
            take.value("type_of_bill", claim_values.type_of_bill),
            take.value("frequency_code", claim_values.text),
        )
        if type_of_bill and frequency and type_of_bill[-1] != frequency:
            take.fault("type_of_bill", "its last digit contradicts frequency_code")
        claim = Claim(
            id=claim_id or "",
            kind=kind or Kind.PROFESSIONAL,
            payer_id=take.value("payer_id", claim_values.text),
            claim_filing=take.value("claim_filing", claim_values.text),
            type_of_bill=type_of_bill,
            place_of_service=take.value("place_of_service", claim_values.text),
            frequency_code=frequency or (type_of_bill[-1] if type_of_bill else None),
            date=date,
            through=through,
            diagnosis_codes=take.several("diagnosis_codes", claim_values.text),
            condition_codes=take.several("condition_codes", claim_values.text),
            total_charge=take.value("total_charge", claim_values.money),
            billing=self._party(fields.get("billing"), BillingProvider, "billing"),
            rendering=self._party(fields.get("rendering"), Practitioner, "rendering"),
        )
        claim = with_lines(claim, self._lines(fields.get("lines")))
        told = self._documentation(fields.get("documentation"), claim.lines)
        return attrs.evolve(claim, documentation=told) if told else claim

    def _documentation(
        self, data: object, lines: tuple[ServiceLine, ...]
    ) -> tuple[Documentation, ...]:
        if data is None:
            return ()
        if not isinstance(data, list | tuple) or len(data) > _MAX_LINES:
            self.faults.append(
                f"documentation: expected an array of objects, {_MAX_LINES:,} at most"
            )
            return ()
        numbers = {line.number for line in lines}
        entries = []
        for position, entry in enumerate(data, 1):
            fields = self._object(entry, Documentation, f"documentation[{position}]")
            if fields is None:
                continue
            take = _Fields(self, fields, f"documentation[{position}]")
            number = take.value("line", claim_values.number)
            if number is None and "line" not in take.faulty:
                take.fault("line", "missing; expected the number of the line that it speaks of")
            elif number is not None and numbers and number not in numbers:
                take.fault("line", "no service line of the claim has this number")
            entries.append(
                Documentation(
                    line=number or 0,
                    modality=take.value("modality", claim_values.imaging),
                    **{name: take.value(name, claim_values.flag) for name in _FLAGS},
                )
            )
        self._contradictions(entries)
        return tuple(entries)

    def _contradictions(self, entries: list[Documentation]) -> None:
        """
        No imaging at all, and an image or a way of imaging, can't both be so.
        """
        imaged = {each.line for each in entries if each.modality not in (None, Imaging.NONE)}
        for position, each in enumerate(entries, 1):
            if each.modality is Imaging.NONE and (each.line in imaged or each.image_recorded):
                self.faults.append(
                    f"documentation[{position}].modality: 'none' contradicts the imaging that is "
                    "told of the same line"
                )

    def _lines(self, data: object) -> list[ServiceLine]:
        if not isinstance(data, list | tuple) or not data:
            self.faults.append("lines: expected an array of service lines, at least one")
            return []
        if len(data) > _MAX_LINES:
            self.faults.append(f"lines: more than {_MAX_LINES:,} service lines in one claim")
            return []
        lines = [self._line(line, position) for position, line in enumerate(data, 1)]
        numbers = [line.number for line in lines if line]
        if len(set(numbers)) != len(numbers):
            self.faults.append("lines: two service lines have one number")
        return [line for line in lines if line]

    def _line(self, data: object, position: int) -> ServiceLine | None:
        where = f"lines[{position}]"
        fields = self._object(data, ServiceLine, where)
        if fields is None:
            return None
        take = _Fields(self, fields, where)
        date, through = take.dates()
        return ServiceLine(
            number=take.value("number", claim_values.number) or position,
            procedure=take.value("procedure", values.procedure),
            modifiers=take.several("modifiers", claim_values.modifier),
            units=take.value("units", claim_values.units),
            charge=take.value("charge", claim_values.money),
            date=date,
            through=through,
            revenue_code=take.value("revenue_code", claim_values.text),
            place_of_service=take.value("place_of_service", claim_values.text),
            drug=take.value("drug", claim_values.text),
            rendering=self._party(fields.get("rendering"), Practitioner, f"{where}.rendering"),
        )

    def _party(self, data: object, shape: type[T], where: str) -> T | None:
        if data is None:
            return None
        fields = self._object(data, shape, where)
        if fields is None:
            return None
        take = _Fields(self, fields, where)
        said = {name: take.value(name, claim_values.text) for name in _names(shape)}
        return shape(**said) if any(said.values()) else None  # an empty object says nothing

    def _object(self, data: object, shape: type[Any], where: str) -> Mapping[str, Any] | None:
        if not isinstance(data, Mapping):
            self.faults.append(f"{where}: expected an object")
            return None
        known = _names(shape)
        unknown = [(number, key) for number, key in enumerate(data, 1) if key not in known]
        # A hint is dear; no more are made than faults are told.
        hinted = max(_MOST_TOLD - len(self.faults), 0)
        self.faults.extend(
            f"{where}: {_unknown(key, number, known)}" for number, key in unknown[:hinted]
        )
        self.faults.extend([f"{where}: unknown key"] * len(unknown[hinted:]))
        return data


class _Fields:
    """
    The fields of one object, read one by one; a fault is told with the key's path.
    """

    def __init__(self, reader: _Reader, fields: Mapping[str, Any], where: str) -> None:
        self.reader, self.fields, self.where = reader, fields, where
        self.faulty: set[str] = set()

    def fault(self, key: str, what: str) -> None:
        self.faulty.add(key)
        path = f"{self.where}.{key}" if self.where else key
        self.reader.faults.append(f"{path}: {what}")

    def value(self, key: str, read: Callable[[Any], T]) -> T | None:
        data = self.fields.get(key)
        if data is None:
            return None
        try:
            return read(data)
        except (ValueError, AttributeError, TypeError) as error:
            self.fault(key, str(error) if isinstance(error, ValueError) else "expected text")
            return None

    def several(self, key: str, read: Callable[[Any], str]) -> tuple[str, ...]:
        data = self.fields.get(key)
        if data is None:
            return ()
        if not isinstance(data, list | tuple):
            self.fault(key, "expected an array of text")
            return ()
        try:
            return tuple(read(item) for item in data)
        except (ValueError, AttributeError, TypeError) as error:
            self.fault(key, str(error) if isinstance(error, ValueError) else "expected text")
            return ()

    def dates(self) -> tuple[datetime.date | None, datetime.date | None]:
        date, through = (
            self.value("date", claim_values.date),
            self.value("through", claim_values.date),
        )
        if date and through and through < date:
            self.fault("through", "before date")
        if through and not date and "date" not in self.faulty:
            self.fault("through", "given without date")
        return date, through


def with_lines(claim: Claim, lines: list[ServiceLine]) -> Claim:
    """
    The claim with these lines, each completed from the claim where it is silent.

    A professional claim without a date of its own takes its lines' first and last.
    """
    if claim.date is None and claim.kind is Kind.PROFESSIONAL:
        first = min((line.date for line in lines if line.date), default=None)
        last = max((line.through or line.date for line in lines if line.date), default=None)
        if first is not None and all(line.date for line in lines):
            claim = attrs.evolve(claim, date=first, through=last)
    by_default = claim.rendering
    billing = claim.billing
    if by_default is None and billing is not None and (billing.npi or billing.taxonomy):
        by_default = Practitioner(billing.npi, billing.taxonomy)
    return attrs.evolve(
        claim,
        through=claim.through or claim.date,
        lines=tuple(_completed(line, claim, by_default) for line in lines),
    )


def _completed(line: ServiceLine, claim: Claim, by_default: Practitioner | None) -> ServiceLine:
    date, through = line.date, line.through or line.date
    if date is None:
        date, through = claim.date, claim.through or claim.date
    return attrs.evolve(
        line,
        date=date,
        through=through,
        place_of_service=line.place_of_service or claim.place_of_service,
        rendering=line.rendering or by_default,
    )


def claim_json(claim: Claim) -> dict[str, Json]:
    """
    The claim as the contract's JSON: what ``claim_from`` reads back as the same claim.
    """
    plain = {name: _plain(getattr(claim, name)) for name in _CLAIM_KEYS}
    if not claim.documentation:
        del plain["documentation"]  # what no form carries is not said to be lacking
    return plain


def _plain(value: Any) -> Json:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date | Kind | Imaging):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if attrs.has(type(value)):
        return {
            field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))
        }
    return value  # type: ignore[no-any-return]  # text, a number or None


def _unknown(key: object, number: int, known: Iterable[str]) -> str:
    """
    That a key is unknown. It may hold anything, a person's name too: one that is nearly
    a key of the contract is told, of others the place in their object.
    """
    near = isinstance(key, str) and len(key) <= _LONGEST_NAME and key.isascii()
    hint = did_you_mean(str(key), known) if near else ""
    if not hint:
        return f"unknown key (number {number} of its object)"
    return f"unknown key {key!r}{hint}" if str(key).isidentifier() else f"unknown key{hint}"


def _names(shape: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(shape))


# In the order of the contract's page, lines last, and what the record says of them.
_LAST = ("lines", "documentation")
_CLAIM_KEYS = tuple(
    sorted(_names(Claim), key=lambda name: _LAST.index(name) + 1 if name in _LAST else 0)
)
_FLAGS = tuple(name for name in _names(Documentation) if name not in ("line", "modality"))
