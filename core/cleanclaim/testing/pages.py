"""
An edit's page, made from its docstring, its cases and its sources.

``python -m cleanclaim.testing.pages docs/reference/edits --plugins plugins`` writes the
pages of every plugin in a folder of plugins, and their index; with ``--check`` it only
tells which are stale.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from cleanclaim.cases import Case, cases_of
from cleanclaim.cited import tables_in
from cleanclaim.edits import Always, AnyOf, Edit, Pairs
from cleanclaim.findings import Source, Steps
from cleanclaim.model import Claim, Kind, ServiceLine
from cleanclaim.stamping import StampedEdit
from cleanclaim.testing.plugin import plugin_of

_FEW = 12


def pages(folder: Path) -> dict[str, str]:
    """
    The pages of the plugins in a folder of plugins, by file name, with their index.
    """
    made: dict[str, str] = {}
    told: list[str] = []
    for project in sorted(path.parent for path in folder.glob("*/pyproject.toml")):
        plugin = plugin_of(project / "tests" / "test_plugin.py")
        for stamped in plugin.edits():
            made[f"{stamped.id}.md"] = page(stamped, plugin.module())
            told.append(f"- [`{stamped.id}`]({stamped.id}.md): {stamped.edit.summary}")
    head = "# Edits\n\nWhat each edit finds, what a coder does about it, examples and sources.\n\n"
    return made | {"index.md": head + "\n".join(told) + "\n"}


def page(stamped: StampedEdit, plugin: ModuleType) -> str:
    """
    One edit's page, as Markdown.
    """
    edit = stamped.edit
    cases = cases_of(plugin, edit.name)
    parts = [
        f"# {stamped.id}",
        edit.page,
        f"Usually: {edit.disposition}. {_wakes(edit)}",
        *_steps(edit.steps),
        *_example("A claim that it finds", next((case for case in cases if case.fires), None)),
        *_example(
            "One that is right",
            next((case for case in cases if not case.fires and not case.lacks), None),
        ),
        *_sources(_cited(edit)),
    ]
    return "\n\n".join(parts) + "\n"


def _wakes(edit: Edit) -> str:
    recorded = edit.when_documented
    if recorded is None:
        return _wakes_plainly(edit)
    said = f"with `documentation`, at any of {_several(recorded.codes)}."
    if edit.wakes == AnyOf(()):
        return f"Looks, only {said}"
    return f"{_wakes_plainly(edit)} Besides, {said}"


def _wakes_plainly(edit: Edit) -> str:
    match edit.wakes:
        case AnyOf(codes=codes):
            return f"Looks at any of {_several(codes)}."
        case Pairs(partners=partners):
            return f"Looks at {_several(partners)} when billed with one of the codes that each is paired with."
        case Always():
            return "Looks at every claim, each of which is then built."


def _several(codes: Iterable[str]) -> str:
    listed = sorted(codes)
    return f"{len(listed)} codes" if len(listed) > _FEW else ", ".join(listed) or "no code"


def _steps(steps: Steps | None) -> Iterator[str]:
    if steps is not None:
        yield "## What to do"
        yield (
            f"1. In the record: {steps.record}.\n"
            f"2. What the code requires: {steps.code}.\n"
            f"3. In the code book: {steps.notes}."
        )


def _example(heading: str, case: Case | None) -> Iterator[str]:
    if case is None:
        return
    yield f"## {heading}"
    yield f"{case.name[:1].upper()}{case.name[1:]}: {case.why}"
    yield "\n".join(["```text", _head(case.claim), *map(_line, case.claim.lines), "```"])
    if case.fires:
        said = (f"line {one.line}{_as(one.disposition)}" for one in case.fires)
        yield f"It fires on {', '.join(said)}."


def _as(disposition: object) -> str:
    return f" ({disposition})" if disposition else ""


def _head(claim: Claim) -> str:
    parts = [str(claim.kind), f"of {claim.date}" if claim.date else None]
    parts.append(f"type of bill {claim.type_of_bill}" if claim.type_of_bill else None)
    if claim.kind is Kind.PROFESSIONAL and claim.place_of_service:
        parts.append(f"place of service {claim.place_of_service}")
    return " ".join(filter(None, parts))


def _line(line: ServiceLine) -> str:
    code = "-".join([line.procedure or "(no code)", *line.modifiers])
    units = f" × {line.units}" if line.units is not None else ""
    return f"  {line.number}  {code}{units}  {line.date or ''}".rstrip()


def _cited(edit: Edit) -> list[Source]:
    tables = tables_in(edit.using)
    return list(dict.fromkeys(source for table in tables for source in table.sources.values()))


def _sources(sources: list[Source]) -> Iterator[str]:
    if sources:
        yield "## Sources"
        yield "\n".join(
            f"- [{source.title}]({source.url}) ({source.trust.replace('_', ' ')})"
            for source in sources
        )


def main(arguments: list[str] | None = None) -> int:
    """
    Write the pages, or tell which are stale.
    """
    parser = argparse.ArgumentParser(prog="python -m cleanclaim.testing.pages")
    parser.add_argument("folder", type=Path, help="where the pages stand")
    parser.add_argument("--plugins", type=Path, required=True, help="the folder of plugins")
    parser.add_argument("--check", action="store_true", help="only tell which are stale")
    options = parser.parse_args(arguments)
    made = pages(options.plugins)
    there = {path.name: path.read_text("utf-8") for path in options.folder.glob("*.md")}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    if options.check:
        sys.stdout.writelines(f"{options.folder / name} is stale\n" for name in stale)
        return 1 if stale else 0
    for name in stale:
        if name in made:
            (options.folder / name).write_text(made[name], "utf-8", newline="\n")
        else:
            (options.folder / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
