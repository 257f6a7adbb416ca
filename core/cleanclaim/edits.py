"""
An edit: what wakes it, what it does by default, and its check.

The check is a plain generator function in a file of its own; its name is the edit's
name and its docstring is the edit's page. Its level is a promise about what it may
know: a line edit judges one line (and may look at others), a claim edit weighs lines
against each other, a payer edit may also ask who pays.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

import attrs

from cleanclaim.errors import PluginError
from cleanclaim.findings import Answer, Disposition, Steps


def _codes(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(codes)


def _partners(given: Mapping[str, AbstractSet[str]]) -> Mapping[str, AbstractSet[str]]:
    """
    Plain data is copied, so that nobody changes it later; what answers from a table is
    left where it is.
    """
    if not isinstance(given, dict):
        return given
    return {code: frozenset(partners) for code, partners in given.items()}


@attrs.frozen
class AnyOf:
    """
    Wakes for a claim that has any of these codes; a line edit sees just those lines.
    """

    codes: frozenset[str] = attrs.field(converter=_codes)


@attrs.frozen
class Pairs:
    """
    Wakes for a claim that has a subject code and one of its partners; a line edit sees
    the subject's lines.

    A subject's partners are asked for when a claim has the subject, and asked only
    ``isdisjoint`` and ``in``: a mapping over a large table need not make them all.
    """

    partners: Mapping[str, AbstractSet[str]] = attrs.field(converter=_partners)


@attrs.frozen
class Always:
    """
    Wakes for every claim; a line edit sees every line. Dear: every claim is built.
    """


Wakes = AnyOf | Pairs | Always


@attrs.frozen
class Edit:
    """
    The base of the three levels; use LineEdit, ClaimEdit or PayerEdit.

    ``check`` is the generator function, ``wakes`` what wakes it, ``disposition`` the
    default of its hits, ``using`` the further arguments that it is called with (its
    tables and options, by name), ``steps`` what a coder does about its findings.
    ``when_documented`` wakes it besides, on a claim that carries ``documentation``.
    ``sees`` tells of which codes the check looks at lines: the claim that it is handed
    has no lines of others, but for those that wake it and those without a code. None:
    it has all lines, as it has where the claim carries ``documentation``.
    """

    level: ClassVar[str]
    arguments: ClassVar[tuple[str, ...]]

    check: Callable[..., Iterable[Answer]]
    wakes: Wakes
    disposition: Disposition = Disposition.REVIEW
    using: Mapping[str, Any] = attrs.field(factory=dict)
    steps: Steps | None = None
    when_documented: AnyOf | None = None
    sees: Callable[[str], bool] | None = None

    def __attrs_post_init__(self) -> None:
        if not inspect.isgeneratorfunction(self.check):
            msg = f"the check {self.name!r} is not a generator function; yield its hits"
            raise PluginError(msg)
        taken = list(inspect.signature(self.check).parameters)
        expected = [*self.arguments, *self.using]
        if taken[: len(self.arguments)] != list(self.arguments) or set(taken) != set(expected):
            msg = (
                f"the check {self.name!r} takes ({', '.join(taken)}); a {self.level} edit with "
                f"using={sorted(self.using)} is called with ({', '.join(expected)})"
            )
            raise PluginError(msg)
        sees: Any = self.sees  # types are not checked when plugins run
        if sees is not None and not callable(sees):
            msg = f"the edit {self.name!r}: its sees is {sees!r}; expected a function of a code"
            raise PluginError(msg)

    @property
    def name(self) -> str:
        """
        The edit's name within its plugin: the name of its check.
        """
        return self.check.__name__

    @property
    def page(self) -> str:
        """
        The edit's page: its check's docstring, without the indent.
        """
        return inspect.getdoc(self.check) or ""

    @property
    def summary(self) -> str:
        """
        The first line of the page.
        """
        return self.page.partition("\n")[0]


@attrs.frozen
class LineEdit(Edit):
    """
    ``check(line, claim, …)``: judges one line, may look at others; knows no payer.
    """

    level: ClassVar[str] = "line"
    arguments: ClassVar[tuple[str, ...]] = ("line", "claim")


@attrs.frozen
class ClaimEdit(Edit):
    """
    ``check(claim, …)``: weighs the lines of a claim against each other.
    """

    level: ClassVar[str] = "claim"
    arguments: ClassVar[tuple[str, ...]] = ("claim",)


@attrs.frozen
class PayerEdit(Edit):
    """
    ``check(claim, payer, …)``: the answer depends on who pays.
    """

    level: ClassVar[str] = "payer"
    arguments: ClassVar[tuple[str, ...]] = ("claim", "payer")
