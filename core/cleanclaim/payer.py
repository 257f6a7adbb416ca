"""
A payer, as its config describes it: which claims are its own, and its setting.
"""

import enum
import re
from collections.abc import Iterable
from typing import Any

import attrs

from cleanclaim.model import Kind

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_FILING = re.compile(r"[0-9A-Z]{1,2}", re.ASCII)
_TYPE_OF_BILL = re.compile(r"[0-9][0-9A-Z]{0,2}", re.ASCII)


class Setting(enum.StrEnum):
    """
    Under which rules of payment a payer's claims fall.

    ``physician``: a practitioner's fee schedule. ``asc``: an ambulatory surgical
    center. ``opps``: hospital outpatient under OPPS. ``non_opps``: a facility that OPPS
    does not pay. ``cah``: a critical access hospital. ``inpatient``: an inpatient stay.
    """

    PHYSICIAN = "physician"
    ASC = "asc"
    OPPS = "opps"
    NON_OPPS = "non_opps"
    CAH = "cah"
    INPATIENT = "inpatient"


def _bare(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip().upper() for value in values))


def _bare_set(values: Iterable[str]) -> frozenset[str]:
    return frozenset(_bare(values))


def _kinds(values: Iterable[Kind]) -> frozenset[Kind]:
    return frozenset(values)


def _about(text: str) -> dict[str, str]:
    return {"about": text}


@attrs.frozen
class Payer:
    """
    A payer: which claims are its own, and what they are judged as.

    Payer ids, claim filing codes and types of bill are held trimmed and as capitals.
    """

    id: str = attrs.field(metadata=_about("Its name in outcomes and for --payer."))
    name: str = attrs.field(metadata=_about("Its name for people."))
    kinds: frozenset[Kind] = attrs.field(
        converter=_kinds, metadata=_about("Which kinds of claim it takes.")
    )
    setting: Setting = attrs.field(metadata=_about("Under which rules of payment it pays."))
    payer_ids: frozenset[str] = attrs.field(
        default=frozenset(),
        converter=_bare_set,
        metadata=_about("NM109 of NM1*PR in 2010BB; compared trimmed and case-blind."),
    )
    claim_filing: frozenset[str] = attrs.field(
        default=frozenset(),
        converter=_bare_set,
        metadata=_about("SBR09; none = any. A claim that states none matches any."),
    )
    types_of_bill: tuple[str, ...] = attrs.field(
        default=(),
        converter=_bare,
        metadata=_about("Types of bill by prefix, institutional claims only; none = any."),
    )
    default: bool = attrs.field(
        default=False, metadata=_about("Takes claims whose payer id no config names.")
    )
    out_of_scope: str | None = attrs.field(
        default=None,
        metadata=_about("Why its claims are recognised and not judged; their status: unchecked."),
    )

    @id.validator  # noqa: A003 - the config's own key
    def _id_is_a_name(self, field: "attrs.Attribute[Any]", value: str) -> None:
        if not NAME.fullmatch(value):
            msg = f"{value!r}; expected small letters, digits and _, such as medicare_outpatient"
            raise ValueError(msg, field)

    @name.validator
    def _name_is_there(self, field: "attrs.Attribute[Any]", value: str) -> None:
        if not value.strip():
            msg = "empty; expected the payer's name for people"
            raise ValueError(msg, field)

    @kinds.validator
    def _kinds_are_there(self, field: "attrs.Attribute[Any]", value: frozenset[Kind]) -> None:
        if not value:
            msg = "an empty list; expected professional, institutional, or both"
            raise ValueError(msg, field)

    @claim_filing.validator
    def _filing_codes(self, field: "attrs.Attribute[Any]", value: frozenset[str]) -> None:
        for code in sorted(value):
            if not _FILING.fullmatch(code):
                msg = f"{code!r}; expected a claim filing code such as MA"
                raise ValueError(msg, field)

    @types_of_bill.validator
    def _bills(self, field: "attrs.Attribute[Any]", value: tuple[str, ...]) -> None:
        for bill in value:
            if not _TYPE_OF_BILL.fullmatch(bill) or bill.startswith("0"):
                msg = f"{bill!r}; expected a prefix such as 7, 13 or 131, without a leading 0"
                raise ValueError(msg, field)
        if value and Kind.INSTITUTIONAL not in self.kinds:
            msg = "only institutional claims have one; add institutional to kinds, or remove it"
            raise ValueError(msg, field)

    @default.validator
    def _found_somehow(self, _: "attrs.Attribute[Any]", value: bool) -> None:  # noqa: FBT001 - attrs calls it
        if not value and not self.payer_ids:
            msg = "names no payer_ids and is not the default; expected one of the two"
            raise ValueError(msg)

    @out_of_scope.validator
    def _reason(self, field: "attrs.Attribute[Any]", value: str | None) -> None:
        if value is not None and not value.strip():
            msg = "empty; expected why its claims are not judged"
            raise ValueError(msg, field)

    @payer_ids.validator
    def _ids_are_there(self, field: "attrs.Attribute[Any]", value: frozenset[str]) -> None:
        if "" in value:
            msg = "an empty id; expected the ids that claims carry"
            raise ValueError(msg, field)
