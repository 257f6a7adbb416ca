"""
Codes billed for a date of service outside their life.
"""

from collections.abc import Iterable
from pathlib import Path

from cleanclaim import AnyOf, Disposition, FactFile, Facts, LineEdit, Options, hookimpl
from cleanclaim_cms_tables.offered import Tables
from cleanclaim_cms_tables.options import CmsTablesOptions
from cleanclaim_code_dates.edits.not_valid_on_date import DATE_STEPS, not_valid_on_date
from cleanclaim_code_dates.instead import Instead
from cleanclaim_code_dates.life_table import CodeDatesOptions, loaded
from cleanclaim_code_dates.lives import Life, Lives

_FACTS = Path(__file__).parent / "facts"


@hookimpl
def scrub_options() -> type:
    return CodeDatesOptions


@hookimpl
def scrub_facts() -> Iterable[FactFile]:
    return [FactFile(_FACTS / "lives.csv", Life), FactFile(_FACTS / "instead.toml", Instead)]


@hookimpl
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    own_table = options.of(CodeDatesOptions).life_table
    lives = Lives(
        facts.table(Life),
        facts.table(Instead),
        loaded(own_table) if own_table else {},
        Tables.of(options.of(CmsTablesOptions)).lives(),
    )
    yield LineEdit(
        not_valid_on_date,
        wakes=AnyOf(lives.doubtful),
        disposition=Disposition.DENY,
        using={"lives": lives},
        steps=DATE_STEPS,
    )
