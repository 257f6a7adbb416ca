"""
The structural scan: one pass over the segments, by their ids.

It keeps the envelope, the HL path and the claim that is open, and reads no element that
the route, the codes or the counts do not need. Everything else of a claim is left to
``build``.
"""

from typing import Final

from cleanclaim.findings import Place
from cleanclaim.interest import Passed, Sieve
from cleanclaim.readers.x12.above import Above
from cleanclaim.readers.x12.characters import Characters
from cleanclaim.readers.x12.claims import Claims
from cleanclaim.readers.x12.delimiters import Delimiters, Header
from cleanclaim.readers.x12.docket import Docket
from cleanclaim.readers.x12.envelope import Envelope
from cleanclaim.readers.x12.fast import FastLane
from cleanclaim.readers.x12.faults import Faults
from cleanclaim.readers.x12.gates import Gates
from cleanclaim.readers.x12.joints import Stand
from cleanclaim.readers.x12.limits import MAX_MISSES
from cleanclaim.readers.x12.position import Handler, Position, Stage, Table
from cleanclaim.readers.x12.segments import CUT, OVERLONG, PADDING, Run
from cleanclaim.readers.x12.sift import Sifter
from cleanclaim.readers.x12.source import X12Claim
from cleanclaim.readers.x12.strays import Strays

KNOWN_IDS: Final = (
    "AMT BHT CAS CL1 CN1 CR1 CR2 CR3 CR4 CR5 CR6 CR7 CRC CTP CUR DMG DTP FRM HCP HI HSD IMM K3 "
    "LIN LQ MEA MIA MOA N2 N3 N4 NM1 NTE OI PAT PER PRV PS1 PWK QTY REF SBR SV3 SV4 SV5 SV6 SV7 "
    "SVD TA1 TOO UR HL CLM LX SV1 SV2 ST SE GS GE IEA ISA"
).split()
"""What may stand in an 837; any other id is told and passed over."""


class Scanner:
    """
    Scans the runs of a file; ``take`` hands over the claims that are whole.
    """

    def __init__(
        self,
        faults: Faults,
        *,
        fast: bool = True,
        sieve: Sieve | None = None,
        passed: Passed | None = None,
        envelope: Envelope | None = None,
    ) -> None:
        self._faults = faults
        self._here = here = Position(faults, envelope)
        self._docket = docket = Docket(here)
        self._strays = Strays(here, docket)
        self._gates = Gates(here, docket, self._strays)
        self._above, self._claims = Above(here, docket), Claims(here, docket)
        self._lane = FastLane(here, docket) if fast else None
        self._sifter = Sifter(here, docket, sieve, passed) if fast and sieve and passed else None
        self.characters = Characters()

    @property
    def stop(self) -> int:
        """
        Where another interchange begins in the last run; -1 when none does.
        """
        return self._here.stop

    @property
    def delimiters(self) -> Delimiters:
        """
        The delimiters of the interchange.
        """
        return self._here.delimiters

    @property
    def chunk(self) -> int:
        """
        How many bytes at a time are best asked for from here on; 0 for no matter.
        """
        return self._sifter.chunk if self._sifter else 0

    def begin(self, header: Header, start: int) -> None:
        """
        Begin an interchange whose ISA stands at byte *start*.
        """
        here = self._here
        here.before += 1
        here.envelope.open_interchange(header.elements, {"segment": here.before, "byte": start})
        here.delimiters = header.delimiters
        here.tables = self._tables()
        here.stage, here.stop = Stage.OUTSIDE, -1
        self._docket.begin_interchange()
        self._strays.told_outside = False

    def stand(self) -> Stand | None:
        """
        Where the scan stands before an HL that is next; None where that can't be told in
        short, as outside a set.
        """
        here, docket = self._here, self._docket
        if here.stage < Stage.ABOVE or docket.kind is None or not here.envelope.is_open:
            return None
        docket.close()
        return Stand(
            here.delimiters,
            docket.kind,
            docket.path.billing,
            empty=docket.is_new,
            before=here.before,
            ordinal=docket.ordinal,
        )

    def resume(self, stand: Stand) -> None:
        """
        Stand there, whatever was scanned before.
        """
        here, docket = self._here, self._docket
        here.run, here.empty, here.stop = Run(b"", 0, b"~"), 0, -1
        self._strays.told_outside = False
        if stand.delimiters != here.delimiters or not here.tables[0]:
            here.delimiters = stand.delimiters
            here.tables = self._tables()
            docket.begin_interchange()
        here.before = stand.before
        docket.resume(stand.kind, stand.billing, stand.ordinal, empty=stand.empty)

    def scan(self, run: Run) -> None:
        """
        Take in a run; ``stop`` then says where another interchange begins in it.
        """
        if run.plain:
            self._scan_plain(run)
        else:
            self._scan_segments(run)
        seen = run.block
        if self.stop >= 0:
            seen = seen[: max(0, self.stop - run.start)]
        for start, kept in run.kept(seen):
            self.characters.see(kept, start, self.delimiters)

    def _scan_plain(self, run: Run) -> None:
        at, since, last, misses, sifted = run.lead, 0, len(run.block), 0, 0
        while at < last and self._here.stop < 0:
            end, lane = last, self._lane
            if self._sifter is not None and at >= sifted:
                before, (at, sifted) = at, self._sifter.take(run, at)
                if at > before:
                    since = at
                    continue
            patterns = lane.patterns(run.separator) if lane else None
            if lane is not None and patterns is not None and misses < MAX_MISSES:
                before, at = at, lane.take(run, at, patterns)
                misses, since = (misses + 1, since) if at == before else (0, at)
                boundary = patterns.boundary.search(run.block, at)
                end = boundary.end() if boundary else last
            elif lane is not None and patterns is None:
                end = lane.first_loop(run, at)
            self._scan_segments(run.part(since, end), final=end == last)
            at = since = end

    def _scan_segments(self, run: Run, *, final: bool = True) -> None:
        here, tables, unknown = self._here, self._here.tables, self._strays.unknown
        here.run, here.empty = run, 0
        odd = iter(run.odd)
        next_odd = next(odd, -1)
        get, element = tables[here.stage].get, here.delimiters.element
        ends = (element, b"")
        for index, segment in enumerate(run.segments):
            if index == next_odd:
                self._strays.odd(index)
                next_odd = next(odd, -1)
            handler = get(segment[:3], unknown)
            if handler is not None:
                if segment[3:4] not in ends and segment[2:3] != element:
                    handler = unknown  # an id goes on behind its first three bytes
                handler(segment, index)
                get = tables[here.stage].get
                if here.stop >= 0:
                    return
        if final and self._strays.another_begins(len(run.segments) - 1):
            return
        here.before += len(run.segments) - here.empty
        if self._docket.draft is not None:
            self._docket.draft.keep(run, run.start + len(run.block))

    def take(self) -> list[X12Claim]:
        """
        The claims that became whole since the last call.
        """
        return self._docket.take()

    def place(self, byte: int) -> Place:
        """
        The place of what follows the last run.
        """
        return self._here.envelope.place(self._here.before + 1, byte)

    def last_place(self, byte: int) -> Place:
        """
        The place of the last segment that was taken in.
        """
        return self._here.envelope.place(self._here.before, byte)

    def finish(self, tail: bytes, start: int) -> None:
        """
        The file ends; *tail* is what follows the last terminator, at byte *start*.
        """
        here, docket = self._here, self._docket
        rest = tail.strip(PADDING)
        start += len(tail) - len(tail.lstrip(PADDING))
        here.run, here.empty = Run.marked(rest, start), 0
        if not rest and tail.strip():
            self._faults.tell("X12-005", "padding follows the last segment", self.place(start))
        if rest and self._gates.is_last(rest):
            self._gates.iea(rest, 0)
            if not self.delimiters.terminator.isspace():
                message = "the file ends without the terminator of its last segment; is it whole?"
                self._faults.tell("X12-018", message, self.place(start))
        elif rest:
            here.before += 1
            docket.break_off(self.last_place(start), "in the middle of a segment")
        elif docket.draft is not None:
            docket.break_off(self.place(start), "in the middle of a claim")
        self.end(start + len(rest))

    def end(self, byte: int) -> None:
        """
        The file ends at this byte, with nothing left to read.
        """
        self._here.envelope.close(self.place(byte))
        self.characters.tell(self._faults)

    def _tables(self) -> tuple[Table, ...]:
        """
        What a segment id calls for, stage by stage; None for nothing.
        """
        key = self._here.key
        known: Table = {key(name.encode()): None for name in KNOWN_IDS}
        marks: Table = {OVERLONG: self._strays.overlong, CUT: self._strays.cut}

        def table(**acts: Handler) -> Table:
            acts = self._gates.acts | acts
            return known | {key(name.encode()): act for name, act in acts.items()} | marks

        lost_st = dict.fromkeys(("HL", "CLM", "BHT"), self._gates.without_st)
        outside: Table = {
            name: act or self._strays.outside for name, act in table(**lost_st).items()
        }
        outside[key(b"TA1")] = None
        lost_hl = dict.fromkeys(("SBR", "PAT", "DMG"), self._above.lost)
        above = table(**self._above.acts, CLM=self._claims.clm)
        claim = table(**self._claims.acts, **lost_hl, HL=self._above.hl)
        return outside, table(), above, claim
