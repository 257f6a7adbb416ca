"""
Everything that cleanclaim raises on purpose: one small tree.

A message says what is wrong, where, and what to do next; it never holds a value
of a claim.
"""

from collections.abc import Iterable


class CleanclaimError(Exception):
    """
    Anything that cleanclaim raises on purpose.
    """


class ConfigError(CleanclaimError):
    """
    A payer's config that can't be used as it stands.
    """


class FactsError(CleanclaimError):
    """
    A facts file that can't be used as it stands.
    """


class PluginError(CleanclaimError):
    """
    A plugin that can't be found, loaded, or trusted with its answer.
    """


class ClaimError(CleanclaimError):
    """
    A claim that was handed over is not in the shape of the contract.
    """


class InputError(CleanclaimError):
    """
    A file that can't be read as claims at all.
    """


class OutputError(CleanclaimError):
    """
    An outcome that could not be written whole.
    """


class NotKnown(CleanclaimError):  # noqa: N818 - an answer, not a fault
    """
    An edit lacks what it needs to answer: a date, a table, an edition.

    A check may let it pass: core records it under ``not_checked``, so that an edit
    that could not answer never looks like a clean claim.
    """


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """
    A hint such as ``; did you mean 'packaged'?``, or nothing when no name is near.
    """
    import difflib

    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def together(errors: Iterable[str]) -> str:
    """
    Several messages as one text, a line each, without repeats, in their order.
    """
    return "\n".join(dict.fromkeys(errors))
