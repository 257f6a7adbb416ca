"""
What can be wrong with a layout whose every key is known and of the right type.
"""

import re
from collections.abc import Iterator, Mapping

from cleanclaim.errors import did_you_mean
from cleanclaim.tomls import Document
from cleanclaim_claim_tables.layout_file import (
    LISTS,
    ClaimColumns,
    Columns,
    Constants,
    LayoutFile,
    LineColumns,
    Rows,
    columns_of,
    names_of,
)
from cleanclaim_claim_tables.numbered import expanded, is_numbered

_TYPE_OF_BILL = re.compile(r"0?\d{2}[0-9A-Za-z]", re.ASCII)
_KINDS = ("professional", "institutional")


def faults(said: LayoutFile, document: Document) -> Iterator[str]:
    """
    What is wrong with a layout, each with its place.
    """
    claim, line = columns_of(said.claim), columns_of(said.line)
    wide = said.rows is Rows.CLAIMS
    yield from _several_for_one(claim, document, "claim")
    if wide:
        yield from _uneven(line, said.line.procedure, document)
    else:
        yield from _several_for_one(line, document, "line")
    if wide and "number" in line:
        where = document.where(("line", "number"))
        yield f"{where}: where rows are claims, a line's number is its column's; remove it"
    if "segment" in claim and not wide:
        yield f"{document.where(('claim', 'segment'))}: only where rows are claims; remove it"
    if said.constant.kind is None and "kind" not in claim:
        yield f"{document.where(('claim',))}: 'kind' is missing; name its column, or a [constant]"
    constants = {name: text for name, (text,) in columns_of(said.constant).items()}
    yield from constant_faults(constants, document.where(("constant",)))
    yield from _unknown(said, (claim, line), document)


def constant_faults(constants: Mapping[str, str], place: str) -> Iterator[str]:
    """
    What is wrong with constants, told with the *place* that they stand in.
    """
    known = names_of(Constants)
    for name, value in constants.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
            yield f"{place} {name}: no such name{hint}"
        elif not value.strip():
            yield f"{place} {name}: blank; leave it out"
        elif name == "kind" and value not in _KINDS:
            yield f"{place} {name}: expected one of {', '.join(_KINDS)}"
        elif name == "type_of_bill" and not _TYPE_OF_BILL.fullmatch(value):
            yield f"{place} {name}: expected three characters such as '131'"


def _several_for_one(columns: Columns, document: Document, table: str) -> Iterator[str]:
    for name, names in columns.items():
        for each in names:
            if is_numbered(each) and name not in LISTS:
                yield f"{_where(document, table, name)}: {each!r}; expected one column"


def _uneven(columns: Columns, procedure: str, document: Document) -> Iterator[str]:
    lines = len(expanded(procedure))
    for name, names in columns.items():
        for each in names:
            if not is_numbered(each) or len(expanded(each)) != lines:
                yield (
                    f"{_where(document, 'line', name)}: {each!r}; where rows are claims, expected "
                    f"a column for each line, as in 'code_{{1..{max(lines, 2)}}}'"
                )


def _unknown(
    said: LayoutFile, tables: tuple[Columns, Columns], document: Document
) -> Iterator[str]:
    known = (*names_of(ClaimColumns), *names_of(LineColumns))
    for name in said.values:
        if name not in known:
            where = document.where(("values", name))
            yield f"{where}: no name of a claim{did_you_mean(name, known)}"
    used = {each for columns in tables for names in columns.values() for each in names}
    for name in said.optional:
        where = document.where(("optional",))
        if name not in used:
            yield f"{where}: no key names {name!r}{did_you_mean(name, used)}"
        if name in (said.claim.id, said.line.procedure):
            yield f"{where}: {name!r} can't be left out"


def _where(document: Document, table: str, name: str) -> str:
    return document.where((table, *name.split(".")))
