"""
Whose rules the oracle scrubs by: the shipped payers, and the same tuned: NCCI's tables
asked, edits observed and findings waived.
"""

import datetime
import shutil
from pathlib import Path
from typing import NamedTuple

from oracle.plain import PlainScrubber

from cleanclaim import Scrubber
from cleanclaim.commands.desk import Desk, Job
from cleanclaim.reporters import Layout
from cleanclaim.rules import Rules

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "plugins" / "ncci" / "tests" / "tables"
AS_OF = datetime.date(2026, 1, 15)
EVERYBODY = f"""
[options.cms_tables]
path = "{TABLES.as_posix()}"

[disposition]
"guidance_reporting.component_modifier" = "observe"
"modality_exclusions.excluded_pair" = "deny"

[[waive]]
edit = "complete_code_inclusion.included_guidance"
codes = ["76942"]
reason = "settled with the payer"
until = 2026-12-31

[[waive]]
edit = "add_on_primaries.primary_missing"
npis = ["1003000126"]
reason = "ended by now"
until = 2025-12-31
"""
MEDICARE = """
[disposition]
"ncci.units_exceed_mue" = "info"

[[waive]]
edit = "ncci.procedure_pair"
with_codes = ["29881", "36556"]
reason = "settled with the payer"
until = 2026-12-31
"""


class Payers(NamedTuple):
    """
    The same payers twice, their plugins loaded twice: for the shipped path (*desk* with
    all that it remembers), and for the plain one.
    """

    name: str
    config: Path
    job: Job
    desk: Desk
    plain: PlainScrubber

    @property
    def rules(self) -> tuple[Rules, ...]:
        """
        The rules of the shipped path.
        """
        return self.desk.payers


def _payers(name: str, config: Path) -> Payers:
    job = Job(
        config=str(config),
        payer=None,
        plugins=None,
        as_of=AS_OF,
        whole=False,
        format="jsonl",
        layout=Layout(),
    )
    plain = PlainScrubber(Scrubber.from_config(config).payers, AS_OF)
    return Payers(name, config, job, Desk(job), plain)


def shipped() -> Payers:
    """
    The configs as they are shipped.
    """
    return _payers("shipped", ROOT / "configs")


def tuned(folder: Path) -> Payers:
    """
    The same with made-up tables of NCCI's, observed edits and waivers; *folder* is to hold
    their configs.
    """
    configs = folder / "configs"
    shutil.copytree(ROOT / "configs", configs)
    base = configs / "base.toml"
    text = base.read_text("utf-8").replace("plugins = [", 'plugins = [\n  "ncci",', 1)
    base.write_text(text + EVERYBODY, "utf-8")
    for payer in ("professional", "outpatient"):
        with (configs / f"medicare_{payer}.toml").open("a", encoding="utf-8") as file:
            file.write(MEDICARE)
    return _payers("tuned", configs)
