"""
Files that are not as they should be, made from sound ones by a seed, and the smallest of
them that still shows a thing.
"""

import random
from collections.abc import Callable, Sequence

PIECES = (
    *(b"", b"~", b"\n", b"*", b":", b"\r\n", b"x", b"\0", b"\x01", b"~~", b" ", b"\xff", b"*~"),
    *(b"# note\n", b"~\n", b"\xef\xbb\xbf", b"\t", b"ZZZ*1~", b"REFX*1~", b"n3*1~", b"sbr*P~"),
    *(b"HL*9*8*22*0~", b"HL*9*1*22*0~", b"HL*9**20*1~", b"HL*9*2*23*0~", b"HL*1**20*1~"),
    *(b"HL*2*1*22*0~", b"HL*3*1*23*0~", b"HL*02*1*22*0~", b"HL*x*1*22*0~", b"PAT*19~", b"DMG*D8~"),
    *(b"CLM*x*1***11:B:1~", b"CLM* *1***11:B:1~", b"CLM*y*1***11:B:8~", b"CLM*z*1~", b"CLM*w*~"),
    *(b"LX*1~", b"LX*2~", b"LX*01~", b"LX*7~", b"LX*~", b"SV1*ER:77002*1*UN*1~", b"SV3*AD:D1~"),
    *(b"SV1*HC:77002*1*UN*1~", b"SV2*0320*HC:77002*1*UN*1~", b"SV1*HC:76942:26*1*UN*1~"),
    *(b"SV1*hc: 76942 *1*UN*1~", b"SV2*0250**1*UN*1~", b"SV1*HC:7694*1*UN*1~", b"SV1*~"),
    *(b"SBR*S~", b"SBR*P*18*******MB~", b"OI***Y~", b"HI*ABK:M545~", b"REF*D9*1~", b"CAS*CO*1~"),
    *(b"NM1*PR*2******PI*Z~", b"NM1*PR*2*P*****PI*MEDICARE~", b"NM1*QC*1*A~", b"NM1*pr*2~"),
    *(b"NM1*82*1******XX*1~", b"NM1*85*2******XX*2~", b"PRV*BI*PXC*2085R0202X~", b"NM1*8~"),
    *(b"DTP*472*D8*20260230~", b"DTP*472*RD8*20250303-20250305~", b"DTP*434*D8*20250303~"),
    *(b"SE*1*0001~", b"SE*99*0001~ST*837*0001~", b"ST*837*0002*005010X222A1~", b"ST*835*3~"),
    *(b"ST*837*0001*005010X223A2~", b"GS*HC*A*B*20260101*1200*1*X*005010X223A2~", b"GS*HP~"),
    *(b"GE*1*1~", b"GE*2*1~", b"IEA*1*000000001~", b"IEA*1*1~", b"TA1*1~", b"ISA*", b"ISA~"),
)
_BYTES = b"~*:^\n\r \0XxA019\xff'|>"
_CODES = b"76942 77002 77003 77012 64493 64494 49083 20610 36556 76937 29881 29877 99213".split()
_LONG = (10, 300, 5_000, 9_000)
_BREAKS = (b"", b"\n", b"\r\n", b"\r", b"\n\n", b" \n", b"\n# a note\n", b"\0")
_MARKS = b"*:~^|>'!\\\x1c\x1d\x1e\x1f\n\r\xa7;"

Damage = Callable[[list[bytes], random.Random], None]
"""Changes the segments of a file, each with its terminator."""


def damaged(data: bytes, dice: random.Random, *, most: int = 3) -> bytes:
    """
    The file with some damage, of one kind to *most*.
    """
    for _ in range(dice.randint(1, most)):
        segments = split(data)
        if not segments:
            break
        dice.choice(DAMAGES)(segments, dice)
        data = b"".join(segments)
    return data


def split(data: bytes) -> list[bytes]:
    """
    The segments of a file, each with its terminator and what stands before its id.
    """
    mark = data[105:106] or b"~"
    *whole, rest = data.split(mark)
    return [segment + mark for segment in whole] + ([rest] if rest else [])


def _somewhere(segments: Sequence[bytes], dice: random.Random) -> tuple[int, int]:
    """
    A stretch of some segments, seldom the header.
    """
    first = dice.randrange(len(segments)) if dice.random() < 0.1 else dice.randint(4, 2_000)
    first %= len(segments)
    return first, min(len(segments), first + dice.choice((1, 1, 1, 2, 3, 8, 20)))


def _cut(segments: list[bytes], dice: random.Random) -> None:
    data = b"".join(segments)
    segments[:] = [data[: dice.randrange(len(data))]]


def _drop(segments: list[bytes], dice: random.Random) -> None:
    first, last = _somewhere(segments, dice)
    del segments[first:last]


def _double(segments: list[bytes], dice: random.Random) -> None:
    first, last = _somewhere(segments, dice)
    at = last if dice.random() < 0.5 else dice.randrange(len(segments))
    segments[at:at] = segments[first:last]


def _move(segments: list[bytes], dice: random.Random) -> None:
    first, last = _somewhere(segments, dice)
    moved = segments[first:last]
    del segments[first:last]
    at = dice.randint(0, len(segments))
    segments[at:at] = moved


def _swap(segments: list[bytes], dice: random.Random) -> None:
    one, other = _somewhere(segments, dice)[0], _somewhere(segments, dice)[0]
    segments[one], segments[other] = segments[other], segments[one]


def _byte(segments: list[bytes], dice: random.Random) -> None:
    at, _ = _somewhere(segments, dice)
    place = dice.randrange(len(segments[at]))
    altered = bytes([dice.choice(_BYTES)])
    segments[at] = segments[at][:place] + altered + segments[at][place + dice.randint(0, 1) :]


def _piece(segments: list[bytes], dice: random.Random) -> None:
    at, _ = _somewhere(segments, dice)
    segments.insert(at, dice.choice(PIECES))


def _element(segments: list[bytes], dice: random.Random) -> None:
    at, _ = _somewhere(segments, dice)
    mark = segments[0][3:4] or b"*"
    elements = segments[at].split(mark)
    place = dice.randrange(len(elements))
    others = (b"", b" ", elements[place].lower(), b" " + elements[place], elements[place] + b" ")
    elements[place] = dice.choice((*others, *dice.choice(segments).split(mark)))
    segments[at] = mark.join(elements)


def _code(segments: list[bytes], dice: random.Random) -> None:
    services = [at for at, each in enumerate(segments) if b"HC:" in each]
    for at in dice.sample(services, k=min(len(services), dice.randint(1, 4))):
        head, _, rest = segments[at].partition(b"HC:")
        code = dice.choice(_CODES)
        code = dice.choice((code, code, code, code.lower(), code + b" ", code[:4], b""))
        segments[at] = head + b"HC:" + code + rest[5:]


def _marks(segments: list[bytes], dice: random.Random) -> None:
    """
    Other delimiters, in the whole file or from some segment on.
    """
    old, new = dice.choice(b"*:~"), dice.choice(_MARKS)
    since = 0 if dice.random() < 0.7 else dice.randrange(len(segments))
    segments[since:] = [each.replace(bytes([old]), bytes([new])) for each in segments[since:]]


def _breaks(segments: list[bytes], dice: random.Random) -> None:
    """
    Other line breaks, everywhere or here and there.
    """
    broken, share = dice.choice(_BREAKS), dice.choice((1.0, 1.0, 0.1))
    for at in range(1, len(segments)):
        if dice.random() < share:
            segments[at] = broken + segments[at].lstrip(b"\r\n")


def _long(segments: list[bytes], dice: random.Random) -> None:
    at, _ = _somewhere(segments, dice)
    segments.insert(at, dice.choice((b" ", b"\n", b"\0", b"\r\n", b"x", b"~")) * dice.choice(_LONG))


def _lower(segments: list[bytes], dice: random.Random) -> None:
    first, last = _somewhere(segments, dice)
    mark = segments[0][3:4] or b"*"
    for at in range(first, last):
        name, found, rest = segments[at].partition(mark)
        segments[at] = name.lower() + found + rest


def _one_loop(segments: list[bytes], dice: random.Random) -> None:
    """
    Some claims lose their subscriber, so that several stand under one HL.
    """
    claims = [at for at, each in enumerate(segments) if each.lstrip().startswith(b"CLM")]
    for at in sorted(dice.sample(claims, k=min(len(claims), dice.randint(1, 3))), reverse=True):
        if at >= len(segments):
            continue
        above = at
        while above > 0 and not segments[above].lstrip().startswith(b"HL"):
            above -= 1
        if above > 0:
            del segments[above:at]


def _again(segments: list[bytes], dice: random.Random) -> None:
    """
    The interchange once more, right behind or after something, perhaps cut off.
    """
    between = dice.choice((b"", b"\n", b"\r\n\r\n", b"-- next\n", b" " * 40, b"\0" * 5_000, b"XX"))
    if dice.random() < 0.3:
        del segments[dice.randrange(len(segments)) :]
    data = b"".join(segments)
    segments += [between, data]


DAMAGES: tuple[Damage, ...] = (
    *(_cut, _drop, _drop, _double, _double, _move, _swap, _byte, _byte, _piece, _piece, _piece),
    *(_element, _element, _element, _code, _code, _marks, _breaks, _long, _lower, _one_loop),
    *(_one_loop, _again),
)


def smaller(data: bytes, shows: Callable[[bytes], bool], tries: int = 400) -> bytes:
    """
    A file with fewer segments that still shows a thing; this one where none was found.
    """
    segments = split(data)
    size = len(segments) // 2
    while size and tries > 0:
        at, shrunk = 0, False
        while at < len(segments) and tries > 0:
            fewer = segments[:at] + segments[at + size :]
            tries -= 1
            if fewer and shows(b"".join(fewer)):
                segments, shrunk = fewer, True
            else:
                at += size
        size = size if shrunk and size == 1 else size // 2
    least = b"".join(segments)
    return least if shows(least) else data
