"""
The five hooks: the whole contract between core and a plugin.

Core calls them while a scrubber is built, one plugin at a time and in the order of the
plugins' names; never per claim. Each is called at most once per payer: edits that know
no payer are shared by payers whose options are alike. A hook that returns nothing adds
nothing. A hook implementation may take fewer parameters than are listed here; none of
its parameters may have a default.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from cleanclaim.config import Payer
    from cleanclaim.edits import ClaimEdit, LineEdit, PayerEdit
    from cleanclaim.facts import FactFile, Facts
    from cleanclaim.options import Options

hookspec = pluggy.HookspecMarker("cleanclaim")
hookimpl = pluggy.HookimplMarker("cleanclaim")


@hookspec(firstresult=True)
def scrub_options() -> type | None:
    """
    Tell the attrs class that ``[options.<this plugin>]`` must fit.

    Called first. Returning nothing means that the plugin takes no options.
    """


@hookspec
def scrub_facts() -> Iterable[FactFile]:
    """
    Tell the dated tables that this plugin ships.

    Called once the plugin's options are read; the tables are loaded at once.
    """


@hookspec
def scrub_line_edits(facts: Facts, options: Options) -> Iterable[LineEdit]:
    """
    Give the edits that judge one line: ``check(line, claim, …)``.

    They may look at other lines; they know no payer.

    :param facts: the plugin's own tables and those of the plugins it depends on
    :param options: likewise the options
    """


@hookspec
def scrub_claim_edits(facts: Facts, options: Options) -> Iterable[ClaimEdit]:
    """
    Give the edits that weigh a claim's lines against each other: ``check(claim, …)``.

    :param facts: the plugin's own tables and those of the plugins it depends on
    :param options: likewise the options
    """


@hookspec
def scrub_payer_edits(facts: Facts, options: Options, payer: Payer) -> Iterable[PayerEdit]:
    """
    Give the edits whose answer depends on who pays: ``check(claim, payer, …)``.

    :param facts: the plugin's own tables and those of the plugins it depends on
    :param options: likewise the options
    :param payer: the payer that these edits are for
    """
