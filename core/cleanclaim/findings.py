"""
What a check yields, and what core makes of it: hits, findings, outcomes.
"""

import datetime
import enum
from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs

from cleanclaim.model import ServiceLine

Json = str | int | bool | Sequence["Json"] | Mapping[str, "Json"] | None
Place = Mapping[str, str | int]


class Disposition(enum.StrEnum):
    """
    What a finding asks for.

    ``deny``: a published rule says that the line will not be paid, or may not be
    reported as billed. ``review``: a coder must look at the record. ``info``: worth
    knowing; holds nothing.
    """

    DENY = "deny"
    REVIEW = "review"
    INFO = "info"

    @property
    def strength(self) -> int:
        """
        3 for deny, 2 for review, 1 for info.
        """
        return _STRENGTH[self]

    def weaker(self, other: "Disposition") -> "Disposition":
        """
        Whichever of the two asks for less.
        """
        return self if self.strength <= other.strength else other


_STRENGTH = {Disposition.DENY: 3, Disposition.REVIEW: 2, Disposition.INFO: 1}


class Action(enum.StrEnum):
    """
    The step that a finding suggests.
    """

    REMOVE = "remove"
    RECODE = "recode"
    ADD_MODIFIER = "add_modifier"
    CHECK = "check"


class Trust(enum.StrEnum):
    """
    How far a source carries: what is general knowledge may advise, never deny.
    """

    PUBLISHED = "published"
    GENERAL_KNOWLEDGE = "general_knowledge"


class Basis(enum.StrEnum):
    """
    Whose rule a fact is: a table or editor that payers run, or the code book's.
    """

    PAYER_EDIT = "payer_edit"
    CODING_RULE = "coding_rule"


class Status(enum.StrEnum):
    """
    What became of a claim; the first that holds, in this order.
    """

    INCOMPLETE = "incomplete"
    HELD = "held"
    UNCHECKED = "unchecked"
    CLEAN = "clean"


@attrs.frozen
class Source:
    """
    Where a fact comes from. ``read`` is the day on which a person read it there.
    """

    title: str
    url: str
    trust: Trust
    basis: Basis = Basis.CODING_RULE
    read: datetime.date | None = None


@attrs.frozen(kw_only=True)
class Fact:
    """
    A dated, cited value: the base of every shape that a facts table holds.

    ``key`` is the code (or ``code/code`` of a pair), ``since`` the day from which the
    value holds.
    """

    key: str = ""
    since: datetime.date = datetime.date.min
    source: Source


@attrs.frozen
class Suggestion:
    """
    A code to consider, and the condition on which it is right.
    """

    code: str
    when: str


@attrs.frozen
class Steps:
    """
    The coder's three steps: what to look for in the record, what the code asks for,
    which note under it decides.
    """

    record: str
    code: str
    notes: str


@attrs.frozen
class Hit:
    """
    What a check found on a line.

    ``because`` is the dated fact that it stands on; ``related`` are the other lines
    it concerns; ``disposition`` is given where the edit's default is not right;
    ``waivable`` is False where leaving the line would cost another line its payment.
    """

    line: ServiceLine
    message: str
    remedy: str
    because: Fact
    related: tuple[ServiceLine, ...] = ()
    disposition: Disposition | None = None
    action: Action = Action.CHECK
    suggest: tuple[Suggestion, ...] = ()
    steps: Steps | None = None
    carc: str | None = None
    rarc: tuple[str, ...] = ()
    evidence: Mapping[str, Json] = attrs.field(factory=dict)
    waivable: bool = True


@attrs.frozen
class Lacks:
    """
    A check can't answer: what it lacks, and for which line (None: the claim).
    """

    what: str
    line: ServiceLine | None = None


@attrs.frozen
class Bypassed:
    """
    A modifier excuses what the check would have found; an auditor asks for it.
    """

    line: ServiceLine
    because: Fact
    modifier: str
    related: tuple[ServiceLine, ...] = ()


Answer = Hit | Lacks | Bypassed


@attrs.frozen
class Finding:
    """
    A hit, stamped by core: a plugin can forge none of this.
    """

    edit: str
    level: str
    line: int
    procedure: str | None
    disposition: Disposition
    message: str
    remedy: str
    action: Action
    suggest: tuple[Suggestion, ...]
    steps: Steps | None
    related: tuple[ServiceLine, ...]
    basis: Basis
    source: Source
    evidence: Mapping[str, Json]
    carc: str | None
    rarc: tuple[str, ...]
    charge: Decimal | None
    plugin: str
    plugin_version: str
    fingerprint: str
    location: Place | None = None


@attrs.frozen
class Waived:
    """
    A finding that a payer's config waives, with the waiver's reason and last day.
    """

    finding: Finding
    reason: str
    until: datetime.date


@attrs.frozen
class Excused:
    """
    What a modifier excused, stamped: an edit, a line, the modifier, the source.
    """

    edit: str
    line: int
    procedure: str | None
    modifier: str
    related: tuple[ServiceLine, ...]
    source: Source


@attrs.frozen
class NotChecked:
    """
    What was not answered and why; ``edit`` None stands for every edit.
    """

    edit: str | None
    line: int | None
    lacks: str


@attrs.frozen
class Failure:
    """
    Why a claim is incomplete: a part that could not be read, an edit that failed, or
    no payer's rules.

    ``kind`` is ``reading``, ``edit`` or ``payer``.
    """

    kind: str
    message: str
    plugin: str | None = None
    edit: str | None = None
    line: int | None = None
    location: Place | None = None


@attrs.frozen
class Outcome:
    """
    What the scrubber says of one claim; immutable.

    ``claim`` is None where the claim could not be read at all; ``ordinal`` counts the
    claims of an input from 1.
    """

    claim: str | None = attrs.field(repr=False)
    ordinal: int
    status: Status
    input: str | None = None
    payer: str | None = None
    location: Place | None = None
    findings: tuple[Finding, ...] = ()
    observed: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    bypassed: tuple[Excused, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    failures: tuple[Failure, ...] = ()
