"""
Two codes that NCCI does not pay together.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from cleanclaim import Bypassed, Claim, Disposition, Hit, Lacks, NotKnown, Payer, ServiceLine
from cleanclaim_cms_tables.offered import NcciPair, PairTable
from cleanclaim_guidance_facts.modifiers import DISTINCT
from cleanclaim_guidance_facts.practitioners import Same
from cleanclaim_ncci.meeting import Lines, pairs_of
from cleanclaim_ncci.pairing import Pairing, Weighed
from cleanclaim_ncci.whose import Whose, pleading
from cleanclaim_ncci.wording import Refused, hit

# Of many pairs against one line, and of many lines that are column 1, so many are told.
_MOST = 5


def procedure_pair(
    claim: Claim,
    payer: Payer,
    pairing: Pairing,
) -> Iterator[Hit | Bypassed | Lacks]:
    """
    Code that NCCI does not pay beside another code of the same day.

    NCCI, Medicare's National Correct Coding Initiative, pairs codes: of each pair column
    1 is paid and column 2 is not, where one practitioner, or one facility, bills both on
    one date of service. The line of column 2 is found, if the pair was in force that
    day. The imported table for practitioners serves professional claims, the one for
    outpatient hospitals institutional ones; on a critical access hospital's claim
    professional and facility lines do not meet, and on a clinic's (71x, 77x) NCCI has no
    step.

    The pair's modifier indicator says whether a modifier may set the two apart. 0: none
    may, and the line is denied. 1: with the option ``bypass`` as ``"strict"``, the
    default, it is excused by 59, XE, XP, XS or XU, by anatomic modifiers on both lines
    that differ, and by a modifier on the kind of code that it is made for: 24, 25, 27
    and 57 on visits, 58, 78 and 79 on procedures, 91 on laboratory tests. One-sided or
    same-side laterality and other NCCI-associated modifiers say nothing of two services:
    the payer's editor lets them pass, and a coder looks. Where column 2 is imaging
    guidance, a modifier is believed only beside another procedure that it can have
    guided, as in ``modality_exclusions.excluded_pair``. With ``"editor"`` any
    NCCI-associated modifier on either line excuses indicator 1, as in CMS's editors.

    In some pairs the guidance is column 1 and the procedure that it guided column 2:
    leaving the guidance costs the procedure its payment. There it is the guidance that
    goes, and neither modifier nor waiver hides it.

    Two lines of which the claim does not say that one practitioner did both are a
    review. A line that spans several days has no date of service.
    """
    table = pairing.table(claim)
    if table is None:
        return
    lines, whose = Lines.of(claim), Whose(claim, pairing.knowledge)
    refused: dict[int, list[Refused]] = {}
    lacking: dict[int, Lacks] = {}
    for column1, column2 in pairs_of(lines.codes, table.partners):
        if lines.undated:
            lacking |= _undated(lines, column1, column2, pairing, table, whose)
        others = lines.dated.get(column1, {})
        for day, found in lines.dated.get(column2, {}).items():
            if day not in others:
                continue
            try:
                pair = table.on(column1, column2, pairing.imported.day(table, day))
                if pair is not None:
                    for one in _against(found, others[day], pair, pairing, whose):
                        refused.setdefault(one.line.number, []).append(one)
            except NotKnown as lacks:
                lacking |= {line.number: Lacks(str(lacks), line) for line in found}
    denied = {number for number, several in refused.items() if any(one.deny for one in several)}
    for several in refused.values():
        yield from _told(several, denied)
    yield from lacking.values()


def _against(
    lines: Sequence[ServiceLine],
    others: Sequence[ServiceLine],
    pair: NcciPair,
    pairing: Pairing,
    whose: Whose,
) -> Iterator[Refused]:
    """
    What becomes of lines of column 2 beside lines of column 1, of one day: for each line
    the strongest, with the first lines of column 1 that are alike in it.
    """
    turned = pairing.reversed(pair)
    alike: dict[object, list[ServiceLine]] = {}
    for other in others:
        alike.setdefault(_kind(other, others, whose), []).append(other)
    known: dict[object, tuple[Weighed, list[ServiceLine]] | None] = {}
    for line in lines:
        kind = _kind(line, lines, whose)
        if kind not in known:
            known[kind] = _strongest_beside(line, alike, pair, pairing, whose)
        strongest = known[kind]
        if strongest is not None:
            weighed, several = strongest
            yield Refused(line, several[:_MOST], pair, weighed, turned)


def _kind(line: ServiceLine, among: Sequence[ServiceLine], whose: Whose) -> object:
    """
    In what a line is like another; one by itself is like none.
    """
    return (whose.kind_of(line), pleading(line)) if len(among) > 1 else None


def _strongest_beside(
    line: ServiceLine,
    alike: Mapping[object, list[ServiceLine]],
    pair: NcciPair,
    pairing: Pairing,
    whose: Whose,
) -> tuple[Weighed, list[ServiceLine]] | None:
    strongest: tuple[Weighed, list[ServiceLine]] | None = None
    asked: set[object] = set()
    # No modifier of another line adds to one of distinctness, or is heard at all.
    settled = pair.indicator == 0 or not DISTINCT.isdisjoint(line.modifiers)
    for several in alike.values():
        other = several[0]
        same = whose.same(line, other)
        key = (same, None if settled else pleading(other))
        if same is Same.NO or key in asked:
            continue
        asked.add(key)
        weighed = pairing.weigh(line, other, whose.claim, pair, same)
        if strongest is None or weighed.strength > strongest[0].strength:
            strongest = weighed, several
        if weighed.disposition is Disposition.DENY:
            break
    return strongest


def _told(several: Sequence[Refused], denied: AbstractSet[int]) -> Iterator[Hit | Bypassed]:
    """
    What is told of one line: the strongest of its pairs with the others, of two alike the
    one whose column 1 is not *denied* itself; and what was excused.
    """
    ordered = sorted(
        several,
        key=lambda one: (
            -one.weighed.strength,
            one.pair.indicator,
            one.other.number in denied,
        ),
    )
    held = [one for one in ordered if one.weighed.disposition]
    if held:
        yield hit(held[:_MOST])
    for one in ordered[len(held) :][:_MOST]:
        yield Bypassed(one.line, one.pair, one.weighed.modifier, related=tuple(one.others))


def _undated(
    lines: Lines,
    column1: str,
    column2: str,
    pairing: Pairing,
    table: PairTable,
    whose: Whose,
) -> dict[int, Lacks]:
    """
    The lines of two codes that may be of one day, of which the claim does not say it.
    """
    lacking = {}
    for code, other in ((column1, column2), (column2, column1)):
        for line in lines.undated.get(code, ()):
            for near, days in lines.maybe_with(line, other):
                if whose.same(line, near) is not Same.NO and _maybe(
                    table, column1, column2, tuple(pairing.imported.day(table, day) for day in days)
                ):
                    lacking[line.number] = Lacks(lines.lacks[line.number], line)
                    break
    return lacking


def _maybe(table: PairTable, column1: str, column2: str, days: Sequence[datetime.date]) -> bool:
    try:
        return not days or any(table.on(column1, column2, day) for day in days)
    except NotKnown:
        return True
