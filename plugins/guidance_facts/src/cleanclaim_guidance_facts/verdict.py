"""
Weighing guidance against a procedure that includes or excludes it.

One rule for all the edits that meet the question, so that they never disagree: the
pair's modifier indicator, the modifiers of both lines, who did what, and whether
another procedure of the claim can be what was guided.
"""

import attrs

from cleanclaim import Basis, Claim, Disposition, Fact, Json, ServiceLine
from cleanclaim_guidance_facts.codes import Use
from cleanclaim_guidance_facts.knowledge import Knowledge
from cleanclaim_guidance_facts.modifiers import ANATOMIC, Excuse, Plea
from cleanclaim_guidance_facts.pairs import Pair
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_guidance_facts.stances import Stance, stance_of

NCCI_CARC = "236"


@attrs.frozen
class Verdict:
    """
    What becomes of guidance beside a procedure.

    ``disposition`` None: it is excused, by ``modifier``. ``because`` is the NCCI pair
    where one is in force, else the code book's rule. ``ncci`` is how NCCI stands to the
    finding; None where it is not asked. ``doubt`` says, for a review, what the claim
    leaves open.
    """

    disposition: Disposition | None
    because: Fact
    pair: Pair | None
    ncci: Stance | None = None
    modifier: str = ""
    doubt: str = ""
    hosts: tuple[ServiceLine, ...] = ()

    @property
    def reversed(self) -> bool:
        """
        Whether the guidance is the code of NCCI's pair that is paid (column 1), so that
        leaving it costs the procedure its payment.
        """
        return self.ncci is Stance.REVERSED

    @property
    def carc(self) -> str | None:
        """
        The reason code that NCCI's edit attaches; None for a rule of the code book.
        """
        return NCCI_CARC if self.because is self.pair else None

    @property
    def evidence(self) -> dict[str, Json]:
        """
        How NCCI stands, its pair and the modifier, for an auditor.
        """
        evidence: dict[str, Json] = {}
        if self.ncci is not None:
            evidence["ncci"] = str(self.ncci)
        evidence["ncci_pair"] = None
        if self.pair is not None:
            evidence |= {
                "ncci_pair": "/".join(self.pair.columns),
                "modifier_indicator": self.pair.indicator,
                "in_force_since": self.pair.since.isoformat(),
            }
        if self.modifier:
            evidence["modifier"] = self.modifier
        if self.hosts:
            codes = dict.fromkeys(line.procedure or "" for line in self.hosts)
            evidence["could_be_guided"] = list(codes)
        return evidence


def weigh(
    knowledge: Knowledge,
    guidance: ServiceLine,
    procedure: ServiceLine,
    claim: Claim,
    rule: Fact,
    *,
    whoever: bool = False,
) -> Verdict | None:
    """
    What becomes of a guidance line beside a procedure that bars it; None: nothing.

    *rule* is the code book's fact. *whoever*: the rule speaks of the service, whoever
    did the guidance, so that another practitioner's is a review rather than nothing.

    Raises: NotKnown when the day is not known, or is before the tables.
    """
    day = guidance.day
    by, code = guidance.procedure or "", procedure.procedure or ""
    same = knowledge.same(guidance, procedure, claim)
    if same is Same.NO and not whoever:
        return None
    # NCCI does not look from one practitioner to another, nor across a bill's two sides.
    pair = None if same is Same.NO else knowledge.pair(code, by, claim, day)
    hosts = tuple(line for line in knowledge.hosts(guidance, claim) if line is not procedure)
    if same is Same.NO and hosts:
        return None  # whoever did the guidance did a procedure that it can belong to
    if pair is None and hosts and _vascular(knowledge, guidance):
        return None  # vascular guidance belongs to the vascular procedure beside it
    other_side = _other_side(knowledge, guidance, procedure, hosts, pair)
    plea = other_side or knowledge.plea(guidance, procedure, pair)
    asked = same is not Same.NO and knowledge.asks_ncci(claim)
    ncci = stance_of(by, pair, asked=asked)
    disposition, doubt = _by_modifiers(plea, hosts, rule, turned=ncci is Stance.REVERSED)
    if disposition is Disposition.DENY and (doubt := _doubt(same, pair, hosts, knowledge)):
        disposition = Disposition.REVIEW
    because = rule if pair is None or _is_one_sided(plea, hosts, rule) else pair
    return Verdict(disposition, because, pair, ncci, plea.modifier, doubt, hosts)


def _vascular(knowledge: Knowledge, guidance: ServiceLine) -> bool:
    fact = knowledge.guidance.on(guidance.procedure or "", guidance.day)
    return fact is not None and fact.use is Use.VASCULAR


def _other_side(
    knowledge: Knowledge,
    guidance: ServiceLine,
    procedure: ServiceLine,
    hosts: tuple[ServiceLine, ...],
    pair: Pair | None,
) -> Plea | None:
    """
    The plea of a procedure on one side and another on the other, with which this
    guidance is known to be reported: 20611-LT beside 20610-RT with 77002.

    Guidance that names its own side speaks for itself.
    """
    side = ANATOMIC.intersection(procedure.modifiers)
    if not side or (pair is not None and pair.indicator == 0):
        return None
    if ANATOMIC.intersection(guidance.modifiers):
        return None
    for host in hosts:
        other = ANATOMIC.intersection(host.modifiers)
        apart = other and other.isdisjoint(side)
        if apart and knowledge.reported_apart(
            host.procedure or "", guidance.procedure or "", guidance.day
        ):
            return Plea(Excuse.DISTINCT, min(other))
    return None


def _by_modifiers(
    plea: Plea, hosts: tuple[ServiceLine, ...], rule: Fact, *, turned: bool
) -> tuple[Disposition | None, str]:
    """
    What the modifiers make of it, and the doubt that they leave. *turned*: NCCI pays the
    guidance and rejects the procedure.
    """
    if plea.excuse is Excuse.NONE or _is_one_sided(plea, hosts, rule):
        return Disposition.DENY, ""
    modifier = plea.modifier
    if plea.excuse is not Excuse.DISTINCT:
        told = f"it guided {_told(hosts)}" if hosts else "the services were separate"
        return Disposition.REVIEW, f"modifier {modifier} alone does not say that {told}"
    if turned:
        return Disposition.REVIEW, (
            f"modifier {modifier} calls it separate, but leaving it puts the procedure's "
            "own payment at risk"
        )
    if hosts:
        return None, ""
    return Disposition.REVIEW, (
        f"modifier {modifier} calls it separate, but no other procedure of that "
        "day can be what it guided"
    )


def _is_one_sided(plea: Plea, hosts: tuple[ServiceLine, ...], rule: Fact) -> bool:
    """
    Whether the code book's rule stands though the editor is silent: which side the
    procedure was on says nothing of a second service.
    """
    return plea.excuse is Excuse.ONE_SIDED and rule.source.basis is Basis.CODING_RULE and not hosts


def _doubt(
    same: Same, pair: Pair | None, hosts: tuple[ServiceLine, ...], knowledge: Knowledge
) -> str:
    """
    What the claim leaves open, so that a coder looks; nothing: the rule is plain.
    """
    if same is Same.UNKNOWN:
        return "whether one practitioner did both is not on the claim"
    if same is Same.NO:
        return "another practitioner, or the other side of the bill, reports it"
    if pair is None and hosts:
        return f"it may have guided {_told(hosts)} instead"
    if pair is None and not knowledge.options.cpt_notes_apply:
        return "this payer goes by NCCI alone, which has no such pair"
    return ""


def _told(hosts: tuple[ServiceLine, ...]) -> str:
    return " or ".join(dict.fromkeys(line.procedure or "" for line in hosts))
