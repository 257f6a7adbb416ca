"""
Segments that are not what they should be: unknown, outside, too long, or cut short.
"""

from cleanclaim.readers.x12.delimiters import find_inside
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.position import Position, Stage
from cleanclaim.readers.x12.segments import COMMENT, CUT, OVERLONG, PADDING
from cleanclaim.sources import Problem

_BOM = b"\xef\xbb\xbf"


class Strays:
    """
    Tells what a segment is that the tables have nothing for.
    """

    def __init__(self, here: Position, docket: Docket) -> None:
        self._here, self._docket = here, docket
        self.told_outside = False

    def unknown(self, segment: bytes, index: int) -> None:
        """
        A segment whose first three bytes the tables do not have: blank, indented, in
        lower case, a comment, the victim of a cut, or of no known id.
        """
        here = self._here
        table = here.tables[here.stage]
        bare = segment.strip(PADDING).removeprefix(_BOM)
        if not bare:
            here.empty += 1
            return
        first = bare.split(here.delimiters.element, 1)[0]
        name = first.strip().upper()
        key = here.key(name)
        if name and key in table and key not in (OVERLONG, CUT):
            if name != first.strip():
                here.tell("X12-009", "a segment id is in lower case", index)
            handler = table[key]
            if handler is not None:
                handler(name + bare[len(first) :], index)
        elif COMMENT.match(bare + b"\n"):
            here.tell("X12-004", "a comment stands between segments", index)
            here.empty += 1
        elif here.stage is Stage.OUTSIDE:
            self.outside(segment, index)
        elif here.stage is not Stage.SKIPPED and not self.another_begins(index - 1):
            message = "no 837 has a segment of this id; it was passed over"
            here.tell("X12-015", message, index)

    def odd(self, index: int) -> None:
        """
        A comment before a segment, or a line break inside it.
        """
        here = self._here
        place = {"byte": here.run.byte(index)}
        if COMMENT.match(here.run.raw[index]):
            here.faults.tell("X12-004", "a comment stands between segments", place)
        else:
            here.faults.tell("X12-006", "a line break inside a segment was taken out", place)

    def outside(self, _segment: bytes, index: int) -> None:
        """
        A segment outside any transaction set; told once for all that stand together.
        """
        if not self.another_begins(index - 1) and not self.told_outside:
            self.told_outside = True
            message = "segments outside any transaction set are not read; expected ST before them"
            self._here.tell("X12-016", message, index)

    def overlong(self, _segment: bytes, index: int) -> None:
        """
        A segment that was too long to be kept.
        """
        here, docket = self._here, self._docket
        if self.another_begins(index):
            return
        message = "a segment is longer than 64 KiB and was not read; is a terminator missing?"
        here.tell("X12-019", message, index)
        if docket.draft is not None:
            docket.draft.fail("X12-019", message, here.spot(index))
            docket.draft.drop()
        else:
            docket.path.lose(Problem("X12-019", message, here.spot(index), fatal=True))

    def cut(self, _segment: bytes, index: int) -> None:
        """
        A segment that another interchange begins in the middle of, or right behind.
        """
        here = self._here
        if here.run.cut > here.run.start:
            self._docket.break_off(here.place(index), "in the middle of a segment")
            here.before += 1
        elif self._docket.draft is not None:
            self._docket.break_off(here.place(index), "in the middle of a claim")
        here.stop = here.run.cut

    def another_begins(self, index: int) -> bool:
        """
        Whether another interchange begins in the middle of the run's segment of this
        index; if so the scan stops there.
        """
        here = self._here
        inside = find_inside(here.run.raw[index]) if index >= 0 else -1
        if inside <= 0 or here.stop >= 0:
            return False
        stop = here.run.raw_byte(index) + inside
        self._docket.break_off(here.place(index), "in the middle of a segment", stop)
        here.before = here.number(index)
        here.stop = stop
        return True
