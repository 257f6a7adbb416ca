"""
Reading an X12 file in parts; see ``cleanclaim.readers.parts``.

A part begins at a joint. It is scanned as if no segment and no claim had been before it,
in a set whose number is not known; its faults, its envelopes and its claims are kept
until they are.
"""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import attrs

from cleanclaim.findings import Place
from cleanclaim.interest import Passed, Sieve
from cleanclaim.model import Kind
from cleanclaim.readers.x12.characters import Characters
from cleanclaim.readers.x12.delimiters import Delimiters
from cleanclaim.readers.x12.envelope import Envelope, kind_of
from cleanclaim.readers.x12.faults import Faults
from cleanclaim.readers.x12.hierarchy import Billing
from cleanclaim.readers.x12.joints import Joint, Stand, header_of, joint_before, joint_in
from cleanclaim.readers.x12.limits import CHUNK
from cleanclaim.readers.x12.reader import _begin, _built, _to_first
from cleanclaim.readers.x12.recorded import BEFORE, Entry, Gate, Notes, Recorder
from cleanclaim.readers.x12.scan import Scanner
from cleanclaim.readers.x12.segments import Run, Window, another, runs
from cleanclaim.readers.x12.source import X12Claim
from cleanclaim.sources import Problem, Report


@attrs.frozen
class X12Parts:
    """
    Parts of X12 files; see ``Parts``.
    """

    chunk: int = CHUNK

    def ledger(self, head: bytes, report: Report) -> "X12Ledger | None":
        """
        The ledger of a file that begins with these bytes; None where no ISA does.
        """
        header = header_of(head)
        return X12Ledger(report, *header, self.chunk) if header else None

    def looker(self, sieve: Sieve | None, passed: Passed | None) -> "X12Looker":
        """
        Who looks at parts of a file; without a sieve every claim comes out.
        """
        return X12Looker(sieve, passed, self.chunk)


@attrs.frozen
class Looked:
    """
    What a part came to, its numbers counted from where it begins.

    ``stand`` is where it ends, None where the reading can't be taken up there;
    ``inherits`` says that the provider who bills there did before the part; ``asked``
    names what the scan was asked that only the part before can tell.
    """

    entries: tuple[Entry, ...]
    more: Counter[str]
    characters: Characters
    stand: Stand | None
    finished: bool
    inherits: bool
    asked_guide: bool
    asked_control: bool


@attrs.frozen
class Base:
    """
    What the numbers of a part count from, the set that is open there, and what its
    billing provider's loop says.
    """

    before: int = 0
    ordinal: int = 0
    interchange: int = 0
    set_number: str = ""
    billing: tuple[bytes, ...] = ()

    def place(self, place: Place) -> dict[str, str | int]:
        """
        The true place of one that is counted from where the part begins.
        """
        true = dict(place)
        for name, more in (("interchange", self.interchange), ("segment", self.before)):
            if name in true:
                true[name] = int(true[name]) + more
        if true.get("transaction") == BEFORE:
            true["transaction"] = self.set_number
        return true

    def problem(self, problem: Problem) -> Problem:
        """
        The same for a problem of a claim.
        """
        where = problem.location
        return problem if where is None else attrs.evolve(problem, location=self.place(where))


class X12Part:
    """
    A part that was scanned: its claims wait for the numbers before them.
    """

    def __init__(self, looked: Looked, sources: list[X12Claim], billing: Billing) -> None:
        self.looked = looked
        self._sources, self._billing = sources, billing

    def claims(self, base: Base, *, whole: bool) -> Iterator[X12Claim]:
        """
        The claims of the part, once it is known what its numbers count from; once only.
        """
        self._billing.segments[:] = base.billing
        sources, self._sources = self._sources, []
        for source in sources:
            source.ordinal += base.ordinal
            source.location = base.place(source.location)
            source.problems[:] = map(base.problem, source.problems)
            yield _built(source) if whole else source


class X12Looker:
    """
    Scans parts of one file, in any order.
    """

    def __init__(self, sieve: Sieve | None, passed: Passed | None, chunk: int) -> None:
        self._sieve, self._passed, self._chunk = sieve, passed, chunk
        self._notes = Notes()
        self._envelope = Recorder(self._notes)
        self._scanner: Scanner | None = None

    def look(self, stream: BinaryIO, at: int, joint: Joint | None, *, last: bool) -> X12Part:
        """
        Scan the part that this stream brings, which begins at this joint at byte *at* of
        the file; without one it is the file's first.

        Raises: InputError or OSError.
        """
        self._notes.take()
        self._envelope.begin(joint.guide if joint else None)
        billing = Billing(joint.billing if joint else None)
        scanner = self._standing_at(joint, billing)
        window = Window(stream, self._chunk)
        window.start = at
        sources: list[X12Claim] = []
        if joint is None:
            _to_first(window, self._notes)
        begun = joint is not None or _begin(window, scanner, self._notes)
        while begun:
            for _ in scanned(window, scanner, last=last):
                sources += scanner.take()
            if scanner.stop < 0:
                break
            window.drop(scanner.stop - window.start)
            begun = _begin(window, scanner, self._notes)
        stand = None
        if begun and not last and not window.data.strip(b"\r\n"):
            stand = scanner.stand()
            sources += scanner.take()
        entries, more = self._notes.take()
        looked = Looked(
            entries,
            more,
            scanner.characters,
            stand,
            finished=last,
            inherits=joint is not None and stand is not None and stand.billing is billing,
            asked_guide=self._envelope.asked_guide,
            asked_control=self._envelope.asked_control,
        )
        return X12Part(looked, sources, billing)

    def _standing_at(self, joint: Joint | None, billing: Billing) -> Scanner:
        """
        A scanner that stands there; that of the part before, which remembers codes.
        """
        scanner = self._scanner
        if scanner is None or joint is None:
            scanner = self._scanner = Scanner(
                self._notes, sieve=self._sieve, passed=self._passed, envelope=self._envelope
            )
        scanner.characters = _Counted()
        if joint is not None:
            scanner.resume(Stand(joint.delimiters, joint.kind, billing, joint.empty))
        return scanner


class _Counted(Characters):
    """
    Characters of a part: told with those of the whole file.
    """

    def tell(self, faults: Faults) -> None:
        """
        Say nothing.
        """


def scanned(window: Window, scanner: Scanner, *, last: bool) -> Iterator[Run | None]:
    """
    Scan an interchange, run by run; ``scanner.stop`` then says where the next begins.
    *last*: the file ends with the window's stream.
    """
    for run in runs(window, scanner.delimiters):
        scanner.scan(run)
        window.size = max(window.size, scanner.chunk)
        yield run
        if scanner.stop >= 0:
            return
    if not last:
        return
    cut = another(window)
    if cut is not None:
        scanner.scan(cut)
    else:
        scanner.finish(window.data, window.start)
    yield None


class X12Ledger:
    """
    What is known of a file, up to a joint.
    """

    def __init__(self, report: Report, delimiters: Delimiters, guide: str, chunk: int) -> None:
        self._faults = Faults(report)
        self._envelope = Envelope(self._faults)
        self._characters = Characters()
        self._stand: Stand | None = None
        self._delimiters, self._chunk = delimiters, chunk
        self._guides = {kind_of(guide) or Kind.PROFESSIONAL: guide}
        self.at, self.rest, self.finished = 0, b"", False
        self.joint: Joint | None = None

    def cut(self, data: bytes, at: int) -> tuple[int, Joint] | None:
        """
        Where in these bytes another part may begin, from *at* on, and its joint.
        """
        kind = next(reversed(self._guides))
        return joint_in(data, at, self._delimiters, kind, self._guides)

    def take(self, joint: Joint | None, looked: Looked, end: int) -> Base | None:
        """
        Take in the next part, which ends at byte *end*: what its numbers count from, or
        None when it does not fit.
        """
        if not self._fits(joint, looked):
            return None
        base = self._base()
        for entry in looked.entries:
            self._enter(entry, base)
        self._faults.count(looked.more)
        self._characters.join(looked.characters)
        stand = looked.stand
        if stand is None:
            self._characters.tell(self._faults)
            self._finish()
            return base
        billing = self._stand.billing if self._stand and looked.inherits else stand.billing
        before, ordinal = base.before + stand.before, base.ordinal + stand.ordinal
        stand = attrs.evolve(stand, billing=billing, before=before, ordinal=ordinal)
        self._take_up(stand, end, b"")
        return base

    def _fits(self, joint: Joint | None, looked: Looked) -> bool:
        stand = self._stand
        if looked.asked_control or (looked.stand is None and not looked.finished):
            return False
        if joint is None or stand is None:
            return joint is None and stand is None
        return (
            joint.delimiters == stand.delimiters
            and joint.kind is stand.kind
            and joint.empty == stand.empty
            and (joint.guide == self._envelope.guide or not looked.asked_guide)
            and (joint.billing is None or joint.billing == stand.billing.number)
            and (joint.billing is None or stand.billing.damage is None)
        )

    def _base(self) -> Base:
        stand, envelope = self._stand, self._envelope
        if stand is None:
            return Base()
        return Base(
            stand.before,
            stand.ordinal,
            envelope.interchange,
            envelope.set_number,
            tuple(stand.billing.segments),
        )

    def _enter(self, entry: Entry, base: Base) -> None:
        place = base.place(entry.place)
        if isinstance(entry, Gate):
            number = () if entry.number is None else (entry.number + base.before,)
            getattr(self._envelope, entry.name)(*entry.elements, *number, place)
        else:
            self._faults.tell(entry.code, entry.message, place)

    def _take_up(self, stand: Stand, at: int, rest: bytes) -> None:
        self._stand, self.at, self.rest = stand, at, rest
        self._delimiters = stand.delimiters
        self._guides.setdefault(stand.kind, self._envelope.guide)

    def _finish(self) -> None:
        self._faults.close()
        self.finished = True

    def straight(
        self,
        stream: BinaryIO,
        sieve: Sieve | None,
        passed: Passed | None,
        *,
        whole: bool,
        least: int,
    ) -> Iterator[X12Claim]:
        """
        Read on from ``at``, where the stream stands: to a joint that is *least* bytes
        away or more, or to the end of the file.

        Raises: InputError or OSError.
        """
        scanner = Scanner(self._faults, sieve=sieve, passed=passed, envelope=self._envelope)
        window = Window(stream, self._chunk)
        window.start = since = self.at
        scanner.characters = self._characters
        if self._stand is not None:
            scanner.resume(self._stand)
        else:
            _to_first(window, self._faults)
        begun = self._stand is not None or _begin(window, scanner, self._faults)
        while begun:
            for run in scanned(window, scanner, last=True):
                stands = run is not None and self._stands(window, scanner, run)
                yield from map(_built, scanner.take()) if whole else scanner.take()
                if stands and self.at - since >= least:
                    return
            if scanner.stop < 0:
                break
            window.drop(scanner.stop - window.start)
            begun = _begin(window, scanner, self._faults)
        self._finish()

    def _stands(self, window: Window, scanner: Scanner, run: Run) -> bool:
        """
        Whether the reading can be taken up behind this run, before an HL; if so it is noted.
        """
        if not run.closed or scanner.stop >= 0:
            return False
        end = run.start + len(run.block)
        hl = window.data[len(run.block) :].split(scanner.delimiters.terminator, 1)[0]
        stand = scanner.stand()
        if stand is None:
            return False
        guide = self._envelope.guide
        joint = joint_before(hl.split(scanner.delimiters.element), stand, guide)
        if joint is not None:
            self.joint = joint
            self._take_up(stand, end, window.data[len(run.block) :])
        return joint is not None
