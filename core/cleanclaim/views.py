"""
Which lines of a claim the checks look at that it wakes.

An edit may say of which codes its check looks at lines. The claim that the check is
handed has no others, so that what it says can't depend on them; claims that are the same
but for those lines are then alike.
"""

from collections.abc import Callable, Sequence

from cleanclaim.edits import Always, AnyOf, Edit
from cleanclaim.meetings import Meetings, Partners
from cleanclaim.model import ServiceLine
from cleanclaim.stamping import StampedEdit

Lines = tuple[ServiceLine, ...]

_REMEMBERED = 65_536
_REMEMBERED_CLAIMS = 4096


class Sight:
    """
    What edits see that look at lines of the same codes.
    """

    def __init__(
        self,
        sees: Callable[[str], bool],
        besides: frozenset[str],
        partners: Partners | None = None,
    ) -> None:
        """
        *sees* tells of which codes, and *besides* are others; so are those of a claim
        that are *partners* to each other.
        """
        self._sees, self._besides = sees, besides
        self._meetings = None if partners is None else Meetings(partners)
        self._known: dict[str, bool] = {}
        self._met: dict[tuple[str, ...], frozenset[str]] = {}

    def of(self, lines: Lines) -> Lines:
        """
        Those of the lines of a claim that are seen; a line without a code always is.
        """
        if self._meetings is None:
            return tuple([line for line in lines if line.procedure is None or self[line.procedure]])
        codes = tuple([line.procedure for line in lines if line.procedure])
        met = self._meeting(self._meetings, codes)
        return tuple(
            [
                line
                for line in lines
                if line.procedure is None or line.procedure in met or self[line.procedure]
            ]
        )

    def _meeting(self, meetings: Meetings, codes: tuple[str, ...]) -> frozenset[str]:
        """
        Those of a claim's codes of which one is a partner to the other; remembered.
        """
        met = self._met.get(codes)
        if met is None:
            met = meetings.of(codes)
            if len(self._met) >= _REMEMBERED_CLAIMS:
                self._met.clear()
            self._met[codes] = met
        return met

    def says(self, code: str) -> bool:
        """
        What the edits say themselves of a code.
        """
        try:
            return bool(self._sees(code))
        except Exception:  # noqa: BLE001 - a plugin's; where it can't say, nothing is left out
            return True

    def __getitem__(self, code: str) -> bool:
        seen = self._known.get(code)
        if seen is None:
            seen = code in self._besides or self.says(code)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[code] = seen
        return seen


class View:
    """
    Some edits that a claim wakes, each with what it sees; None stands for all lines.

    What wakes an edit it always sees.
    """

    def __init__(self, edits: Sequence[StampedEdit], sights: Sequence[Sight | None]) -> None:
        self.edits, self.sights = edits, sights
        distinct = dict.fromkeys(sights)
        self._whole = None in distinct
        self._each = [sight for sight in distinct if sight is not None]
        self.alone = len(distinct) <= 1
        """Whether all of these edits see the same lines."""

    def lines(self, lines: Lines) -> Lines:
        """
        The lines of a claim that any of these edits sees.
        """
        if self._whole:
            return lines
        if self.alone:
            return self._each[0].of(lines) if self._each else ()
        seen = {id(line) for sight in self._each for line in sight.of(lines)}
        return tuple([line for line in lines if id(line) in seen])


class Views:
    """
    The views of the edits that claims wake, made when they are asked for.
    """

    def __init__(self, edits: Sequence[StampedEdit]) -> None:
        self._edits = edits
        self._sights: dict[object, Sight] = {}
        self._views: dict[tuple[int, ...], View] = {}

    def of(self, woken: tuple[int, ...]) -> View:
        """
        The view of the edits at these positions.
        """
        view = self._views.get(woken)
        if view is None:
            if len(self._views) >= _REMEMBERED_CLAIMS:
                self._views.clear()
            edits = tuple([self._edits[position] for position in woken])
            view = self._views[woken] = View(edits, [self._sight(each.edit) for each in edits])
        return view

    def _sight(self, edit: Edit) -> Sight | None:
        sees, besides, partners = edit.sees, frozenset[str](), None
        if sees is None or isinstance(edit.wakes, Always):
            return None
        if isinstance(edit.wakes, AnyOf):
            besides = edit.wakes.codes
        elif isinstance(edit.wakes.partners, dict):
            besides = frozenset(edit.wakes.partners).union(*edit.wakes.partners.values())
        else:
            partners = edit.wakes.partners  # a large table, that is asked
        sight = Sight(sees, besides, partners)
        # Edits that see the same share a sight, and what it knows.
        besides = frozenset([code for code in besides if not sight.says(code)])
        key = (_key_of(sees), besides, id(partners))
        return self._sights.setdefault(key, Sight(sees, besides, partners))


def _key_of(sees: Callable[[str], bool]) -> object:
    """
    What a function is known by: itself, so that two of an object's method are one; or its
    id, where it is an object without a hash.
    """
    try:
        hash(sees)
    except TypeError:
        return id(sees)
    return sees
