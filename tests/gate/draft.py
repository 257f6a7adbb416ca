"""
A claim in the making: services on days, lines, and at the end the JSON of a claim.
"""

import datetime
import random
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import attrs
from gate.scene import IN_FACILITY, Scene, imaging, revenue

T = TypeVar("T")

# Made-up practitioners, each of another Medicare specialty.
PEOPLE = (
    ("1003000126", "2085R0202X"),  # diagnostic radiology
    ("1003000134", "207L00000X"),  # anesthesiology
    ("1003000142", "207X00000X"),  # orthopedic surgery
    ("1003000209", "208800000X"),  # urology
    ("1003000217", "207RG0100X"),  # gastroenterology
    ("1003000225", "2084N0400X"),  # neurology
)
# Others of the same specialty as the one of that place: with the same taxonomy, or with
# another that Medicare knows as the same specialty.
COLLEAGUES = {
    0: (("1003000423", "2085R0202X"),),
    2: (("1003000449", "207X00000X"), ("1003000456", "207XS0114X")),
}


@attrs.define(eq=False)
class Line:
    """
    One service line being written.
    """

    code: str | None
    day: datetime.date
    modifiers: list[str]
    units: int
    revenue: str | None
    side: str
    by: tuple[str, str] | None
    through: datetime.date | None = None
    number: int = 0


@attrs.define
class Draft:
    """
    A claim being written for a scene.

    ``near`` gathers the edits that one change would wake; ``payer`` and
    ``expected_status`` are what a clean claim must come out as.
    """

    scene: Scene
    dice: random.Random
    lines: list[Line] = attrs.field(factory=list)
    near: set[str] = attrs.field(factory=set)
    recipes: list[str] = attrs.field(factory=list)
    place: str | None = None
    bill: str | None = None
    payer: str = ""
    frequency: str = "1"
    expected_status: str = "clean"
    _terse: bool = attrs.field(default=False, init=False)
    documented: list[tuple[Line, dict[str, Any]]] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.place = self.dice.choice(self.scene.places) if self.scene.places else None
        self.bill = self.dice.choice(self.scene.bills) if self.scene.bills else None
        self.payer = self.payer or self.scene.payer

    @property
    def in_facility(self) -> bool:
        """
        Whether a practitioner works in a facility, which bills the technical part.
        """
        return self.place in IN_FACILITY

    def one(self, choices: Sequence[T]) -> T:
        """
        One of them, by the dice.
        """
        return self.dice.choice(choices)

    def chance(self, share: float) -> bool:
        """
        True in so many of the cases.
        """
        return self.dice.random() < share

    def add(
        self,
        code: str | None,
        day: datetime.date,
        modifiers: Iterable[str] = (),
        *,
        units: int = 1,
        by: int | tuple[str, str] = 0,
        side: str | None = None,
        component: bool = True,
    ) -> list[Line]:
        """
        A service: one line, or one a side where both sides of a bill repeat it.

        *by* is the practitioner, or the place in ``PEOPLE``; with *component* the modifier 26
        is written where it belongs.
        """
        added = []
        for where in [side] if side else self.scene.sides:
            parts = list(modifiers)
            if component and code and imaging(code) and self._reads_only(where):
                parts.insert(0, "26")
            who = PEOPLE[by] if isinstance(by, int) else by
            person = who if self.scene.professional else None
            code_of = None if self.scene.professional else revenue(code, where)
            added.append(Line(code, day, parts, units, code_of, where, person))
        self.lines += added
        return added

    @property
    def _alone(self) -> bool:
        return all(line.by == PEOPLE[0] for line in self.lines)

    @property
    def _one_day(self) -> bool:
        days = {line.day for line in self.lines} | {line.through for line in self.lines}
        return len(days - {None}) == 1

    def _reads_only(self, side: str) -> bool:
        return self.in_facility if self.scene.professional else side == "professional"

    def claim(self, number: str) -> dict[str, Any]:
        """
        The claim as JSON; its lines are shuffled half of the time, and numbered.
        """
        lines = self.lines
        if self.chance(0.5):
            self.dice.shuffle(lines)
        # Lines may leave to the claim what it says for all of them.
        self._terse = self.chance(0.3)
        for position, line in enumerate(lines, 1):
            line.number = position
        first = min(line.day for line in lines)
        charges = [self.dice.randrange(20, 900) for _ in lines]
        claim: dict[str, Any] = {
            "id": number,
            "kind": self.scene.kind,
            "payer_id": self.one(self.scene.payer_ids),
            "claim_filing": self.scene.filing,
            "frequency_code": self.bill[-1] if self.bill else self.frequency,
            "date": first.isoformat(),
            "diagnosis_codes": ["M5416"],
            "total_charge": f"{sum(charges)}.00",
            "billing": {"npi": "1234567893"},
            "lines": [
                self._line(line, charge) for line, charge in zip(lines, charges, strict=True)
            ],
        }
        if self.bill:
            claim["type_of_bill"] = self.bill
            claim["through"] = max(line.through or line.day for line in lines).isoformat()
        else:
            claim["place_of_service"] = self.place
            npi, taxonomy = PEOPLE[0]
            claim["rendering"] = {"npi": npi, "taxonomy": taxonomy}
            if self._terse and self._alone:
                del claim["rendering"]  # who bills, did it
        if self.documented:
            claim["documentation"] = [
                {"line": line.number, **said} for line, said in self.documented
            ]
        return claim

    def _line(self, line: Line, charge: int) -> dict[str, Any]:
        said: dict[str, Any] = {
            "number": line.number,
            "procedure": line.code,
            "modifiers": line.modifiers,
            "units": line.units,
            "charge": f"{charge}.00",
        }
        if not (self._terse and self._one_day):
            said |= {
                "date": line.day.isoformat(),
                "through": (line.through or line.day).isoformat(),
            }
        if line.revenue is not None:
            said["revenue_code"] = line.revenue
        if line.by is not None and not (self._terse and line.by == PEOPLE[0]):
            said["rendering"] = {"npi": line.by[0], "taxonomy": line.by[1]}
            if self._alone and self.chance(0.1):
                del said["rendering"]["taxonomy"]  # one NPI is one practitioner without it
        return said
