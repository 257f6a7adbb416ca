"""
A realistic 837P, made up: about 1,100 bytes and 43 segments a claim.

``python tests/benchmarks/made_up.py --claims 100000 > FILE`` writes a clearinghouse's day:
some 300 practices, each with its number, its fees, its practitioners and its usual claims,
the first far more often than the last, and two weeks of dates of service.
With ``--unlike`` no two claims are alike: any of 3,000 codes, day of a year and charge.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

GUIDED, WRONG = 0.08, 0.3
PRACTICES, DOCTORS, USUAL, USUAL_GUIDED = 300, 4, 30, 10
TO_A_PRACTICE = 40
"""Claims that stand under one billing provider, one after another."""

_VISITS = [str(code) for code in (*range(99202, 99206), *range(99211, 99216))]
_ORDINARY = [
    *(str(code) for code in (*range(80047, 80077), *range(85004, 85050), *range(87040, 87100))),
    *(str(code) for code in (*range(92002, 92030), *range(93000, 93050), *range(97010, 97040))),
    *"36415 71045 71046 73030 73562 72148 74177 77067 76705 96372 81001 82306 83036".split(),
]
_RIGHT = [
    "64493", "64493 64494", "49083", "62323", "32555", "20611", "27096", "64483", "10005",
    "62270 77003", "20610 77002", "47000 76942", "50200 76942", "38505 76942", "47000 77012",
]  # fmt: skip
_WRONG = [
    "64493 76942", "64493 77003", "49083 76942", "20611 76942", "62323 77003", "32555 76942",
    "77002", "47000 76942 77012", "10005 76942", "76937",
]  # fmt: skip
_PAYERS = [("MEDICARE PART B", "MEDICARE", "MB"), ("BLUE PLAN OF OHIO", "BP001", "BL"),
           ("ACME HEALTH", "ACME7", "CI"), ("MUTUAL LIFE", "MUT44", "CI")]  # fmt: skip
_MEDICARE = 0.4
_ADDRESS = "N3*%s NORTH OAK STREET*SUITE 100~N4*ANYTOWN*OH*430040001~"
_HEAD = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*^*00501"
    "*000000001*0*P*:~GS*HC*SENDER*RECEIVER*20260101*1200*1*X*005010X222A1~"
    "ST*837*0001*005010X222A1~BHT*0019*00*1*20260101*1200*CH~NM1*41*2*SENDER*****46*S1~"
    "PER*IC*DESK*TE*6145550100~NM1*40*2*RECEIVER*****46*R1~"
)
_BILLING = (
    "HL*%(above)s**20*1~PRV*BI*PXC*2085R0202X~NM1*85*2*GROUP %(group)s*****XX*%(npi)s~"
    f"{_ADDRESS % '%(group)s'}REF*EI*12345%(group)s~PER*IC*BILLING DESK*TE*6145550199~"
)
_CLAIM = (
    "HL*%(hl)s*%(above)s*22*0~SBR*P*18*******%(filing)s~"
    "NM1*IL*1*CASE*PATIENT*A***MI*1EG4TE%(number)s~"
    f"{_ADDRESS % '%(number)s'}DMG*D8*19500101*F~NM1*PR*2*%(payer)s*****PI*%(payer_id)s~"
    "N3*CLAIMS DEPARTMENT*PO BOX 1000~N4*ANYTOWN*OH*430040001~"
    "CLM*PCN%(number)s*{total}***11:B:1*Y*A*Y*Y*P~DTP*431*D8*%(date)s~"
    "REF*D9*17312345%(number)s~REF*EA*MRN%(number)s~HI*ABK:{first}*ABF:{second}*ABF:I10*ABF:E119~"
    "NM1*DN*1*CASE*REFERRING*B***XX*1222222223~NM1*82*1*CASE*DOCTOR*C***XX*%(doctor)s~"
    "PRV*PE*PXC*2085R0204X~NM1*77*2*GROUP %(group)s CLINIC OF ANYTOWN*****XX*%(npi)s~"
    f"{_ADDRESS % '%(group)s'}"
)
_LINE = "LX*{at}~SV1*HC:{code}*{charge}*UN*{units}***1:2~DTP*472*D8*%(date)s~REF*6R*17312345%(number)s-{at}~"


class _Practice:
    """
    A practice: its number, its practitioners, its payers, and its usual claims.
    """

    def __init__(self, number: int, dice: random.Random) -> None:
        self.group = f"{number:04}"
        self.npi = f"1{dice.randint(10**8, 10**9 - 1)}"
        self.doctors = [f"1{dice.randint(10**8, 10**9 - 1)}" for _ in range(DOCTORS)]
        self.fees = {code: _cents(dice, 300) for code in (*_VISITS, *_ORDINARY)}
        self.usual = [self._claim(_codes(dice), dice) for _ in range(USUAL)]
        self.right = [self._claim(_codes(dice, _RIGHT), dice) for _ in range(USUAL_GUIDED)]
        self.wrong = [self._claim(_codes(dice, _WRONG), dice) for _ in range(USUAL_GUIDED)]

    def _claim(self, codes: list[str], dice: random.Random) -> str:
        return _template(codes, [self.fees.get(code[:5], 25000) for code in codes], dice)


class Numbers(NamedTuple):
    """
    Where a file's claims and its dice begin: another start gives another file.
    """

    first: int = 0
    seed: int = 1


def pieces(
    claims: int, *, guided: float = GUIDED, unlike: bool = False, numbers: Numbers = Numbers()
) -> Iterator[bytes]:
    """
    The file, a billing provider's claims at a time.

    *guided* is the share of claims with a guidance code, or one that includes guidance;
    edits find something in three of ten of these.
    """
    dice = random.Random(1)
    practices = [_Practice(number, dice) for number in range(PRACTICES)]
    dice = random.Random(numbers.seed)
    yield _HEAD.encode()
    segments, loops, last = _HEAD.count("~") - 2, 0, numbers.first + claims
    for first in range(numbers.first, last, TO_A_PRACTICE):
        practice = dice.choice(practices)
        loops += 1
        filled: dict[str, object] = {"above": loops, "group": practice.group, "npi": practice.npi}
        text = [_BILLING % filled]
        for number in range(first, min(first + TO_A_PRACTICE, last)):
            loops += 1
            medicare = dice.random() < _MEDICARE
            payer = _PAYERS[0 if medicare else 1 + number % (len(_PAYERS) - 1)]
            filled["payer"], filled["payer_id"], filled["filing"] = payer
            filled["hl"], filled["number"] = loops, f"{number:08}"
            filled["doctor"] = practice.doctors[number % DOCTORS]
            if unlike:
                month, day = dice.randint(1, 12), dice.randint(1, 28)
                filled["date"] = f"2025{month:02}{day:02}"
                claim = _unlike(dice, guided)
            else:
                filled["date"] = 20251103 + int(dice.random() * 12)
                claim = _usual(practice, dice, guided)
            text.append(claim % filled)
        piece = "".join(text).encode()
        segments += piece.count(b"~")
        yield piece
    yield b"SE*%d*0001~GE*1*1~IEA*1*000000001~" % (segments + 1)


_ZIPF = list(accumulate(1 / (rank + 1) for rank in range(USUAL)))
_ZIPF_GUIDED = _ZIPF[:USUAL_GUIDED]


def _usual(practice: _Practice, dice: random.Random, guided: float) -> str:
    if dice.random() >= guided:
        return dice.choices(practice.usual, cum_weights=_ZIPF)[0]
    some = practice.wrong if dice.random() < WRONG else practice.right
    return dice.choices(some, cum_weights=_ZIPF_GUIDED)[0]


def _unlike(dice: random.Random, guided: float) -> str:
    codes = [str(80000 + int(dice.random() * 3000)) for _ in range(4 + int(dice.random() * 4))]
    if dice.random() < guided:
        some = _WRONG if dice.random() < WRONG else _RIGHT
        codes[:2] = dice.choice(some).split()
    return _template(codes, [_cents(dice, 2000) for _ in codes], dice)


def _codes(dice: random.Random, guided: list[str] | None = None) -> list[str]:
    """
    A visit and what was done then; with *guided*, one of these in place of as much.
    """
    codes = dice.sample(_ORDINARY, dice.randint(4, 6))
    if guided:
        extra = dice.choice(guided).split()
        return [*codes[: 5 - len(extra)], *extra]
    return [f"{dice.choice(_VISITS)}:25", *codes] if dice.random() < 0.6 else codes


def _template(codes: list[str], charges: list[int], dice: random.Random) -> str:
    """
    A claim but for its number, place, payer, practitioner and date.
    """
    first, second = 100 + int(dice.random() * 900), 100 + int(dice.random() * 900)
    money = [f"{charge / 100:.2f}" for charge in charges]
    total = f"{sum(charges) / 100:.2f}"
    return _CLAIM.format(total=total, first=f"M{first}", second=f"R{second}") + "".join(
        _LINE.format(at=at, code=code, charge=charge, units=1)
        for at, (code, charge) in enumerate(zip(codes, money, strict=True), 1)
    )


def _cents(dice: random.Random, most: int) -> int:
    return 2000 + int(dice.random() * most * 100)


def main() -> None:
    """
    Write the file to standard output.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--guided", type=float, default=GUIDED, help="share with guidance codes")
    parser.add_argument("--unlike", action="store_true", help="no two claims alike")
    options = parser.parse_args()
    sys.stdout.buffer.writelines(
        pieces(options.claims, guided=options.guided, unlike=options.unlike)
    )


if __name__ == "__main__":
    main()
