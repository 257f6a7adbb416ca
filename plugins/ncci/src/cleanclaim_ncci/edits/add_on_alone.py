"""
An add-on code without a primary of NCCI's list.
"""

from collections.abc import Iterator

from cleanclaim import Claim, Hit, Kind, Lacks, NotKnown, Payer, Setting
from cleanclaim_ncci.imported import Imported
from cleanclaim_ncci.primaries import Search
from cleanclaim_ncci.whose import Practitioners


def add_on_alone(
    claim: Claim, payer: Payer, practitioners: Practitioners, imported: Imported
) -> Iterator[Hit | Lacks]:
    """
    Add-on code without a primary that NCCI lists for it.

    NCCI's add-on code edits have three types. Type 1: CMS lists every primary, and the
    add-on is paid only beside one of them, of the same day and the same practitioner: it
    is denied alone. Type 2: each contractor says which the primaries are. Type 3: some
    are listed, the contractor may name others: without a listed one it is a review.

    On a critical access or other institutional claim outside OPPS the primary may be of
    the day before too, and is on the same side of the bill, professional or facility.
    There CMS's outpatient code editor, I/OCE, has the edits 106 for type 1, 107 for type
    2 and 108 for type 3. Edit 107 sends every type 2 add-on on a professional revenue
    code (096x to 098x) to the contractor, whatever else is billed: a review. On a
    professional claim a type 2 add-on is denied where nothing else on it can be a primary
    at all, and nothing is said otherwise.

    Under OPPS, Medicare's outpatient system, the editor does not check add-ons and they
    are packaged: nothing is said. On an institutional claim of a payer outside Medicare,
    whose editor is not known, a missing primary is a review, and so it is on one part of
    a bill, since the primary may be on another. No modifier cures a missing primary.
    """
    table = imported.add_ons
    if table is None or (claim.kind is Kind.INSTITUTIONAL and payer.setting is Setting.OPPS):
        return
    search = Search.of(claim, payer, practitioners, table)
    for code in sorted(search.lines.codes & table.codes):
        for line in search.lines.undated.get(code, ()):
            yield Lacks(search.lines.lacks[line.number], line)
        for day, lines in search.lines.dated.get(code, {}).items():
            try:
                edit = table.on(code, imported.day(table, day))
                if edit is not None:
                    yield from search.answers(lines, day, edit)
            except NotKnown as lacks:
                yield Lacks(str(lacks), lines[-1])
