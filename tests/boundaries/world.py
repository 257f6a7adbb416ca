"""
The shipped rules under test: their scrubber, their facts, and claims made for them.

A claim is made of few parts, and told apart by where it routes: a setting stands for one
of the shipped payers.
"""

import datetime
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import attrs

from cleanclaim import Claim, Finding, Kind, Outcome, Practitioner, Scrubber, ServiceLine, Table
from cleanclaim.findings import Excused

ROOT = Path(__file__).parents[2]
CONFIGS = ROOT / "configs"

# Settings, and the kind of claim, type of bill and payer id that route to their payer.
SETTINGS: Mapping[str, tuple[Kind, str | None, str]] = {
    "physician": (Kind.PROFESSIONAL, None, "MEDICARE"),
    "opps": (Kind.INSTITUTIONAL, "131", "MEDICARE"),
    "cah": (Kind.INSTITUTIONAL, "851", "MEDICARE"),
    "non_opps": (Kind.INSTITUTIONAL, "831", "MEDICARE"),
    "clinic": (Kind.INSTITUTIONAL, "711", "MEDICARE"),
}
_OFFICE = "11"  # institutional claims have no place that anybody asks


@attrs.frozen
class Line:
    """
    A service line of a made-up claim; ``taxonomy`` makes its practitioner another.
    """

    code: str
    modifiers: tuple[str, ...] = ()
    taxonomy: str | None = None
    npi: str = "1234567893"
    more: Mapping[str, Any] = attrs.field(factory=dict, hash=False)


def claim_of(setting: str, day: datetime.date, lines: tuple[Line, ...], **more: Any) -> Claim:
    """
    A claim of these lines on one day, for the payer of this setting.
    """
    kind, bill, payer = SETTINGS[setting]
    return Claim(
        id="case",
        kind=kind,
        payer_id=payer,
        type_of_bill=bill,
        frequency_code="1",
        date=day,
        through=day,
        lines=tuple(_line(number, line, day) for number, line in enumerate(lines, 1)),
        **{"place_of_service": _OFFICE} | more,
    )


def _line(number: int, line: Line, day: datetime.date) -> ServiceLine:
    made = ServiceLine(
        number,
        line.code,
        line.modifiers,
        date=day,
        through=day,
        place_of_service=_OFFICE,
        rendering=Practitioner(line.npi, line.taxonomy),
    )
    return attrs.evolve(made, **line.more) if line.more else made


@attrs.frozen
class Answer:
    """
    What one edit says of a claim: its findings by line, what it excuses, whether it
    lacks something, or failed.
    """

    found: Mapping[int, Finding]
    excused: Mapping[int, Excused]
    lacks: bool
    failed: bool = False

    @classmethod
    def of(cls, outcome: Outcome, edit: str) -> "Answer":
        """
        The part of an outcome that is this edit's.
        """
        return cls(
            {one.line: one for one in outcome.findings if one.edit == edit},
            {one.line: one for one in outcome.bypassed if one.edit == edit},
            any(one.edit == edit for one in outcome.not_checked),
            any(one.edit == edit for one in outcome.failures),
        )

    @property
    def silent(self) -> bool:
        """
        Whether the edit answered, and found nothing.
        """
        return not (self.found or self.excused or self.lacks or self.failed)

    def disposition(self, line: int) -> str | None:
        """
        What it found on a line, or None.
        """
        return str(self.found[line].disposition) if line in self.found else None

    def suggested(self, line: int) -> tuple[str, ...]:
        """
        The codes that it suggests on a line.
        """
        return tuple(one.code for one in self.found[line].suggest) if line in self.found else ()

    def evidence(self, line: int, key: str) -> Any:
        """
        What it shows under *key* for its finding on a line.
        """
        return self.found[line].evidence.get(key) if line in self.found else None


class Scrubs(Protocol):
    """
    What scrubs a claim: a scrubber, or one that is made as it is asked.
    """

    def scrub(self, claim: Claim, /) -> Outcome: ...


@attrs.frozen(eq=False)
class World:
    """
    A scrubber with the tables that its plugins ship, by ``plugin.Shape``.
    """

    scrubber: Scrubs
    tables: Mapping[str, Table[Any]]
    _beside: dict[tuple[str, str], frozenset[str]] = attrs.field(factory=dict, repr=False)

    @classmethod
    def of(cls, scrubber: Scrubber) -> "World":
        """
        The world of a scrubber; payers that load a table twice share it.
        """
        return cls(
            scrubber,
            {
                f"{plugin}.{table.name}": table
                for rules in scrubber.payers
                for plugin, tables in rules.tables.items()
                for table in tables
            },
        )

    def ever(self, table: str, key: str) -> bool:
        """
        Whether a table lists a key on any day.
        """
        return key in self.tables[table].keys

    def listed(self, table: str, pattern: str) -> frozenset[str]:
        """
        The codes that stand for ``*`` in a table's keys: ``76942/*``, ``*/76000``, ``*``.
        """
        if (table, pattern) not in self._beside:
            head, tail = pattern.split("*")
            self._beside[table, pattern] = frozenset(
                key[len(head) : len(key) - len(tail)]
                for key in self.tables[table].keys
                if key.startswith(head) and key.endswith(tail)
            )
        return self._beside[table, pattern]

    def answer(self, claim: Claim, edit: str) -> Answer:
        """
        What an edit says of a claim.
        """
        return Answer.of(self.scrubber.scrub(claim), edit)


@functools.cache
def shipped() -> World:
    """
    The world of the shipped configs, built once.
    """
    return World.of(Scrubber.from_config(CONFIGS))
