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

NCCI_CARC = "236"


@attrs.frozen
class Verdict:
    """
    What becomes of guidance beside a procedure.

    ``disposition`` None: it is excused, by ``modifier``. ``because`` is the NCCI pair
    where one is in force, else the code book's rule. ``doubt`` says, for a review, what
    the claim leaves open. ``reversed``: the guidance is the code of NCCI's pair that is
    paid (column 1), so that leaving it costs the procedure its payment.
    """

    disposition: Disposition | None
    because: Fact
    pair: Pair | None
    reversed: bool = False
    modifier: str = ""
    doubt: str = ""
    hosts: tuple[ServiceLine, ...] = ()

    @property
    def carc(self) -> str | None:
        """
        The reason code that NCCI's edit attaches; None for a rule of the code book.
        """
        return NCCI_CARC if self.because is self.pair else None

    @property
    def evidence(self) -> dict[str, Json]:
        """
        The pair and the modifier, for an auditor.
        """
        evidence: dict[str, Json] = {"ncci_pair": None}
        if self.pair is not None:
            column1, column2 = self.pair.columns
            evidence = {
                "ncci_pair": f"{column1}/{column2}",
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
    backward = pair is not None and pair.columns[0] == by
    verdict = _by_modifiers(plea, pair, hosts, rule, backward=backward)
    if verdict.disposition is Disposition.DENY:
        verdict = _by_doubt(verdict, same, knowledge)
    return verdict


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
    plea: Plea, pair: Pair | None, hosts: tuple[ServiceLine, ...], rule: Fact, *, backward: bool
) -> Verdict:
    verdict = Verdict(
        Disposition.DENY,
        pair or rule,
        pair,
        reversed=backward,
        modifier=plea.modifier,
        hosts=hosts,
    )
    if plea.excuse is Excuse.DISTINCT and hosts and not backward:
        return attrs.evolve(verdict, disposition=None)
    if plea.excuse is Excuse.DISTINCT:
        doubt = (
            f"modifier {plea.modifier} calls it separate, but leaving it puts the procedure's "
            "own payment at risk"
            if backward
            else f"modifier {plea.modifier} calls it separate, but no other procedure of that "
            "day can be what it guided"
        )
        return attrs.evolve(verdict, disposition=Disposition.REVIEW, doubt=doubt)
    if plea.excuse is Excuse.ONE_SIDED and rule.source.basis is Basis.CODING_RULE and not hosts:
        # Which side the procedure was on says nothing of a second service: the editor is
        # silent, and the code book's rule stands.
        return attrs.evolve(verdict, because=rule)
    if plea.excuse is not Excuse.NONE:
        doubt = (
            f"modifier {plea.modifier} alone does not say that it guided {_told(hosts)}"
            if hosts
            else f"modifier {plea.modifier} alone does not say that the services were separate"
        )
        return attrs.evolve(verdict, disposition=Disposition.REVIEW, doubt=doubt)
    return verdict


def _by_doubt(verdict: Verdict, same: Same, knowledge: Knowledge) -> Verdict:
    doubt = ""
    if same is Same.UNKNOWN:
        doubt = "whether one practitioner did both is not on the claim"
    elif same is Same.NO:
        doubt = "another practitioner, or the other side of the bill, reports it"
    elif verdict.pair is None and verdict.hosts:
        doubt = f"it may have guided {_told(verdict.hosts)} instead"
    elif verdict.pair is None and not knowledge.options.cpt_notes_apply:
        doubt = "this payer goes by NCCI alone, which has no such pair"
    if not doubt:
        return verdict
    return attrs.evolve(verdict, disposition=Disposition.REVIEW, doubt=doubt)


def _told(hosts: tuple[ServiceLine, ...]) -> str:
    return " or ".join(dict.fromkeys(line.procedure or "" for line in hosts))
