"""
The segments of a stretch as numpy arrays: the same questions as ``tokens``, asked of all
segments at a time.

Only stretches whose every segment is where it belongs are taken; the others are left to
the tokens, and by these to the scan. numpy is found at run time (the extra ``fast``).
"""

from typing import Final

import attrs
import numpy as np

from cleanclaim.readers.x12.alphabet import (
    ABOUT,
    BILLING,
    CLAIM,
    DEMOGRAPHIC,
    INSURED,
    KINDS,
    LINE,
    LOOP,
    NAME,
    OF_PATIENT,
    OTHER_NAME,
    PASSED,
    PATIENT,
    PAYER,
    SERVICE,
    SUBSCRIBER,
    UNKNOWN,
    Alphabet,
    Array,
)

_PADDING: Final = bytes(16)
_LONGEST: Final = 8
"""Bytes of an element that are compared as one number."""


def _order() -> Array:
    """
    What may follow what: by section, the segment before, the segment.

    A section is what the last HL, payer of a subscriber, CLM or LX began.
    """
    may = np.zeros((KINDS, KINDS, KINDS), np.bool_)
    loops = (BILLING, SUBSCRIBER, PATIENT)
    about = (ABOUT, INSURED, PAYER, DEMOGRAPHIC, OTHER_NAME)
    may[BILLING, BILLING, SUBSCRIBER] = True
    may[SUBSCRIBER, SUBSCRIBER, INSURED] = True
    for before in (INSURED, DEMOGRAPHIC, OF_PATIENT):
        may[SUBSCRIBER, before, [DEMOGRAPHIC, OF_PATIENT, PAYER]] = True
    may[PAYER, :, [DEMOGRAPHIC, OF_PATIENT, CLAIM, *loops]] = True
    may[PATIENT, :, [DEMOGRAPHIC, OF_PATIENT, OTHER_NAME, PAYER, CLAIM, *loops]] = True
    may[CLAIM, :, [*about, LINE]] = True
    may[LINE, LINE, SERVICE] = True
    for before in (SERVICE, OTHER_NAME):
        may[LINE, before, [LINE, CLAIM, OTHER_NAME, *loops]] = True
    return may


_MAY_FOLLOW: Final = _order()
_MAY_END: Final = (PAYER, PATIENT, LINE)
_LOOPS: Final = (BILLING, SUBSCRIBER, PATIENT)
_BEGINS: Final = np.isin(np.arange(KINDS), (*_LOOPS, CLAIM, LINE))
"""By kind, whether such a segment begins a section."""
_OF_CLAIMS: Final = np.isin(np.arange(KINDS), (*_LOOPS, CLAIM))
"""By kind, whether a claim ends before such a segment."""
_COUNTED: Final = np.array(
    [int.from_bytes(str(number).encode(), "little") for number in range(1000)], np.uint64
)
_MASKS: Final = np.array([(1 << 8 * length) - 1 for length in range(9)], np.uint64)


@attrs.frozen(eq=False)
class Stretch:
    """
    A stretch of whole loops, taken apart; all that are texts as little-endian numbers, 0
    for nothing.

    ``starts`` are the bytes that segments begin at. ``claims`` and ``nexts`` tell by the
    number of a segment where each claim begins and what follows it begins, ``over`` and
    ``above`` its subscriber and its billing provider (-1: the one before the stretch),
    ``routes`` its SBR09, NM109 in two parts, and CLM05. ``of_claim`` and ``codes`` tell
    each line's claim and procedure code. ``billings`` are the HL of billing providers,
    ``last`` the HL, SBR and NM1*PR of the last subscriber.
    """

    starts: Array
    claims: Array
    nexts: Array
    over: Array
    above: Array
    routes: Array
    of_claim: Array
    codes: Array
    billings: Array
    last: tuple[int, int, int]


class Block:
    """
    The bytes of a stretch, and numbers read from them.
    """

    def __init__(self, block: bytes, alphabet: Alphabet) -> None:
        padded = block + _PADDING
        self.bytes = np.frombuffer(padded, np.uint8)
        self._fours = np.ndarray((len(block) + 12,), "<u4", padded, strides=(1,))
        self._eights = np.ndarray((len(block) + 8,), "<u8", padded, strides=(1,))
        self._alphabet = alphabet

    def fours(self, at: Array) -> Array:
        """
        Four bytes from each of these positions on.
        """
        return self._fours[at]

    def numbers(self, starts: Array, stops: Array) -> Array:
        """
        Up to eight bytes each, as numbers.
        """
        numbers: Array = self._eights[starts] & _MASKS[np.minimum(stops - starts, _LONGEST)]
        return numbers


class Elements:
    """
    Where the elements of some segments stand.
    """

    def __init__(self, data: Block, starts: Array, stops: Array, separator: int) -> None:
        lengths = stops - starts
        offsets = np.cumsum(lengths) - lengths
        self._shift, self._stops = starts - offsets, stops
        total = int(lengths.sum())
        index = np.repeat(self._shift, lengths) + np.arange(total)
        found = np.flatnonzero(data.bytes[index] == separator)
        self._first = np.searchsorted(found, offsets)
        # So that an element after the last has a place.
        self._at = np.append(found, np.full(16, total))

    def of(self, number: int) -> tuple[Array, Array]:
        """
        From where to where the element of this number stands in each; empty where it is
        absent, as in the scan.
        """
        at = self._first + number
        begin = np.minimum(self._at[at - 1] + 1 + self._shift, self._stops)
        return begin, np.minimum(self._at[at] + self._shift, self._stops)


def stretch_of(
    block: bytes, at: int, end: int, separator: bytes, alphabet: Alphabet, billing: bytes, most: int
) -> Stretch | None:
    """
    The stretch from *at* to *end*, both where a segment begins; None where a segment is
    not as it should be. *billing* is HL01 of the provider before it, *most* how many
    lines a claim may have.
    """
    data = Block(block, alphabet)
    stops = np.flatnonzero(data.bytes[at:end] == alphabet.terminator) + at
    starts = np.empty_like(stops)
    starts[0], starts[1:] = at, stops[:-1] + len(separator)
    kinds = alphabet.kinds(data.fours(starts))
    names = np.flatnonzero(kinds == NAME)
    kinds[names] = _entities(data, starts[names], alphabet.element)
    loops = np.flatnonzero(kinds == LOOP)
    elements = Elements(data, starts[loops], stops[loops], alphabet.element)
    kinds[loops] = _levels(data, elements, billing)
    if not kinds.all():
        return None
    telling = np.flatnonzero(kinds > NAME)
    told = kinds[telling]
    section = _sections(told)
    if (
        not (told == CLAIM).any()
        or not (told == SUBSCRIBER).any()
        or section[-1] not in _MAY_END
        or told[-1] == LINE
        or not _MAY_FOLLOW[section[:-1], told[:-1], told[1:]].all()
    ):
        return None
    is_claim, is_line = told == CLAIM, told == LINE
    claims = telling[is_claim]
    of_claim = np.cumsum(is_claim)[is_line] - 1
    if not _in_sequence(data, starts, stops, telling[is_line], of_claim, len(claims), most):
        return None
    services = telling[told == SERVICE]
    codes = _codes(data, starts[services], stops[services], alphabet)
    is_subscriber = told == SUBSCRIBER
    over = np.cumsum(is_subscriber)[is_claim] - 1
    insured = telling[np.flatnonzero(is_subscriber) + 1]
    payers = telling[np.flatnonzero((told == PAYER) & (section == PAYER))]
    clm, sbr, nm1 = (
        Elements(data, starts[each], stops[each], alphabet.element)
        for each in (claims, insured, payers)
    )
    routes = _routes(data, clm, sbr, nm1, over)
    if codes is None or routes is None:
        return None
    bounds = telling[_OF_CLAIMS[told]]
    after = np.searchsorted(bounds, claims, "right")
    return Stretch(
        starts=starts,
        claims=claims,
        nexts=np.append(bounds, len(starts))[after],
        over=over,
        above=np.cumsum(told == BILLING)[is_claim] - 1,
        routes=routes,
        of_claim=of_claim,
        codes=codes,
        billings=telling[told == BILLING],
        last=(int(telling[is_subscriber][-1]), int(insured[-1]), int(payers[-1])),
    )


_ALNUM: Final = np.isin(
    np.arange(256), np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "u1")
)


def _entities(data: Block, names: Array, element: int) -> Array:
    """
    What the NM1 are that begin here, by NM101.
    """
    first, second = data.bytes[names + 4], data.bytes[names + 5]
    kinds = np.full(len(names), PASSED, np.uint8)
    kinds[(first == ord("P")) & (second == ord("R"))] = PAYER
    kinds[(first == ord("Q")) & (second == ord("C"))] = OTHER_NAME
    sound = _ALNUM[first] & _ALNUM[second] & (data.bytes[names + 6] == element)
    kinds[~sound] = UNKNOWN
    return kinds


def _levels(data: Block, elements: Elements, billing: bytes) -> Array:
    """
    What the HL of these elements are, by HL03; unknown where they do not hang together.
    """
    number, parent, level = (
        (data.numbers(*place), place[1] - place[0])
        for place in (elements.of(each) for each in (1, 2, 3))
    )
    kinds = np.zeros(len(level[0]), np.uint8)
    for name, kind in ((b"20", BILLING), (b"22", SUBSCRIBER), (b"23", PATIENT)):
        kinds[level[0] == int.from_bytes(name, "little")] = kind
    places = np.arange(len(kinds))
    above = np.maximum.accumulate(np.where(kinds == BILLING, places, -1))
    over = np.maximum.accumulate(np.where(kinds == SUBSCRIBER, places, -1))
    before = int.from_bytes(billing[:_LONGEST], "little")
    wanted = np.where(above >= 0, number[0][above], np.uint64(before))
    wanted = np.where(kinds == PATIENT, number[0][over], wanted)
    wanted = np.where(kinds == BILLING, np.uint64(0), wanted)
    sound = (parent[0] == wanted) & (parent[1] <= _LONGEST) & _digits(*number)
    kinds[~sound | ((kinds == PATIENT) & (over < 0))] = UNKNOWN
    return kinds


def _digits(numbers: Array, lengths: Array) -> Array:
    """
    Whether these are digits, one to eight.
    """
    short = np.minimum(lengths, _LONGEST)
    odd = (numbers ^ np.uint64(0x3030303030303030)) & _MASKS[short]
    above = (odd + (np.uint64(0x7676767676767676) & _MASKS[short])) | odd
    sound: Array = (above & np.uint64(0x8080808080808080) == 0) & (lengths == short)
    return sound & (lengths > 0)


def _sections(told: Array) -> Array:
    """
    For each segment what began the section that it stands in.
    """
    places = np.arange(len(told))
    begins = _BEGINS[told]
    since = np.maximum.accumulate(np.where(begins, places, 0))
    section = told[since]
    pays = (told == PAYER) & (section == SUBSCRIBER)
    paid = np.maximum.accumulate(np.where(pays, places, 0))
    section[paid > since] = PAYER
    return section


def _in_sequence(
    data: Block, starts: Array, stops: Array, lines: Array, of_claim: Array, claims: int, most: int
) -> bool:
    """
    Whether the lines of each claim are numbered from 1 on, and not too many.
    """
    counts = np.bincount(of_claim, minlength=claims)
    if len(lines) and counts.max() > min(most, len(_COUNTED) - 1):
        return False
    number = np.arange(len(lines)) - (np.cumsum(counts) - counts)[of_claim] + 1
    begin = starts[lines] + 3
    return bool((data.numbers(begin, stops[lines]) == _COUNTED[number]).all())


def _codes(data: Block, starts: Array, stops: Array, alphabet: Alphabet) -> Array | None:
    """
    The procedure codes of the services that begin here, not yet known to be codes; None
    where a composite is not HC and a code.
    """
    professional = data.bytes[starts[:1] + 2] == ord("1")
    if professional.all():
        begin, empty = starts + 4, np.zeros(len(starts), np.bool_)
    else:
        begin, stop = Elements(data, starts, stops, alphabet.element).of(2)
        empty = begin == stop
    qualifier = int.from_bytes(b"HC" + bytes([alphabet.component]), "little")
    behind = data.bytes[begin + 8]
    ended = (
        (behind == alphabet.component)
        | (behind == alphabet.element)
        | (behind == alphabet.terminator)
    )
    sound = ((data.fours(begin) & np.uint32(0xFFFFFF)) == qualifier) & ended
    if not (sound | empty).all():
        return None
    codes = data.numbers(begin + 3, begin + 8)
    codes[empty] = 0
    return codes


def _routes(
    data: Block, claims: Elements, insured: Elements, payers: Elements, over: Array
) -> Array | None:
    """
    What decides the route of each claim; None where an element is too long for that, or
    a claim has no number.
    """
    number, last = claims.of(1)
    if not ((number < last) & (data.bytes[number] > ord(" "))).all():
        return None
    filing, payer, bill = insured.of(9), payers.of(9), claims.of(5)
    if any(
        (stop - start > longest).any()
        for (start, stop), longest in ((filing, 8), (payer, 16), (bill, 8))
    ):
        return None
    begin, stop = payer
    middle = np.minimum(begin + _LONGEST, stop)
    routes = np.empty((len(over), 4), np.uint64)
    routes[:, 0] = data.numbers(*filing)[over]
    routes[:, 1] = data.numbers(begin, middle)[over]
    routes[:, 2] = data.numbers(middle, stop)[over]
    routes[:, 3] = data.numbers(*bill)
    return routes
