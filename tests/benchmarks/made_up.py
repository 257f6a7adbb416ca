"""
A realistic 837P, made up: about 1,100 bytes and 43 segments a claim.

``python tests/benchmarks/made_up.py --claims 100000 > FILE``: a day of a clearinghouse:
some 300 practices, each with its usual claims, fees and practitioners, two weeks of dates.
With ``--unlike`` no two claims are alike: any of 3,000 codes, any day of a year, any charge.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from itertools import accumulate

GUIDED = 0.08
PRACTICES = 300
USUAL = 30
TO_A_PRACTICE = 40
"""Claims that stand under one billing provider, one after another."""

_ORDINARY = [
    *(f"{code}" for code in range(99202, 99216)),
    *(f"{code}" for code in range(80047, 80077)),
    *(f"{code}" for code in range(85004, 85050)),
    *(f"{code}" for code in range(87040, 87100)),
    *(f"{code}" for code in range(90460, 90480)),
    *(f"{code}" for code in range(92002, 92030)),
    *(f"{code}" for code in range(93000, 93050)),
    *(f"{code}" for code in range(97010, 97040)),
    *("36415", "71045", "71046", "73030", "73562", "72148", "74177", "77067", "76705", "20550"),
]
_RIGHT = [
    ["64493"], ["64493", "64494"], ["49083"], ["62323"], ["32555"], ["20611"], ["27096"],
    ["62270", "77003"], ["20610", "77002"], ["47000", "76942"], ["50200", "76942"],
    ["38505", "76942"], ["47000", "77012"], ["76000"],
]  # fmt: skip
_WRONG = [
    ["64493", "76942"], ["64493", "77003"], ["49083", "76942"], ["20611", "76942"],
    ["62323", "77003"], ["32555", "76942"], ["77002", "99213"], ["47000", "76942", "77012"],
]  # fmt: skip
_PAYERS = [("MEDICARE PART B", "MEDICARE", "MB"), ("BLUE PLAN", "BP001", "BL"),
           ("ACME HEALTH", "ACME7", "CI")]  # fmt: skip
_HEAD = (
    b"ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*^*00501"
    b"*000000001*0*P*:~GS*HC*SENDER*RECEIVER*20260101*1200*1*X*005010X222A1~"
    b"ST*837*0001*005010X222A1~BHT*0019*00*1*20260101*1200*CH~NM1*41*2*SENDER*****46*S1~"
    b"PER*IC*DESK*TE*5550100~NM1*40*2*RECEIVER*****46*R1~"
)
_BILLING = (
    "HL*{hl}**20*1~PRV*BI*PXC*2085R0202X~NM1*85*2*GROUP {group}*****XX*{npi}~N3*{group} MAIN ST~"
    "N4*ANYTOWN*OH*430040001~REF*EI*12345{group:04}~"
)
_SUBSCRIBER = (
    "HL*{hl}*{above}*22*0~SBR*P*18*******{filing}~NM1*IL*1*CASE*PAT{number}*A***MI*1EG4TE{number:07}~"
    "N3*{number} NORTH OAK STREET~N4*ANYTOWN*OH*430049999~DMG*D8*19500101*F~"
    "NM1*PR*2*{payer}*****PI*{payer_id}~N3*PO BOX 1000~N4*ANYTOWN*OH*43004~"
    "CLM*PCN{number:09}*{total}.00***{place}:B:1*Y*A*Y*Y*P~DTP*431*D8*{date}~"
    "REF*D9*17312345{number:09}~REF*EA*MRN{number:08}~HI*ABK:{icd}*ABF:M545~"
    "NM1*DN*1*CASE*REF****XX*1222222223~NM1*82*1*CASE*DOC****XX*{doctor}~PRV*PE*PXC*2085R0204X~"
    "NM1*77*2*CLINIC*****XX*{npi}~N3*{group} MAIN ST~N4*ANYTOWN*OH*430040001~"
)
_LINE = "LX*{at}~SV1*HC:{code}*{charge}.00*UN*1***1:2~DTP*472*D8*{date}~REF*6R*{number}-{at}~"


def pieces(claims: int, *, guided: float = GUIDED, unlike: bool = False) -> Iterator[bytes]:
    """
    The file, piece by piece; *guided* is the share of claims with a guidance code.
    """
    dice = random.Random(1)
    practices = [_Practice(number, dice) for number in range(PRACTICES)]
    weights = list(accumulate(1 / (rank + 1) for rank in range(USUAL)))
    yield _HEAD
    segments, loops, above, practice = 5, 0, 0, practices[0]
    for number in range(claims):
        text = []
        if number % TO_A_PRACTICE == 0:
            practice = dice.choice(practices)
            loops += 1
            above = loops
            text.append(_BILLING.format(hl=above, group=practice.number, npi=practice.npi))
        loops += 1
        if unlike:
            codes = [str(dice.randrange(80000, 83000)) for _ in range(dice.randint(3, 6))]
            date = f"2025{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
            fees = {code: dice.randint(20, 2000) for code in codes}
        else:
            codes, fees = dice.choices(practice.usual, cum_weights=weights)[0], practice.fees
            date = f"202511{dice.randint(3, 14):02}"
        if dice.random() < guided:
            extra = dice.choice(_WRONG if dice.random() < 0.3 else _RIGHT)
            codes = [*codes[:3], *extra]
        charges = [fees.get(code, 150) for code in codes]
        payer, payer_id, filing = practice.payer if dice.random() < 0.8 else _PAYERS[number % 3]
        text.append(
            _SUBSCRIBER.format(
                hl=loops, above=above, filing=filing, number=number, payer=payer,
                payer_id=payer_id, total=sum(charges), place="11", date=date,
                icd=f"M{dice.randint(100, 999)}", doctor=dice.choice(practice.doctors),
                npi=practice.npi, group=practice.number,
            )
        )  # fmt: skip
        text += [
            _LINE.format(at=at, code=code, charge=charge, date=date, number=number)
            for at, (code, charge) in enumerate(zip(codes, charges, strict=True), 1)
        ]
        piece = "".join(text).encode()
        segments += piece.count(b"~")
        yield piece
    yield b"SE*%d*0001~GE*1*1~IEA*1*000000001~" % (segments + 1)


class _Practice:
    """
    A practice: its number, its practitioners, its fees and its usual claims.
    """

    def __init__(self, number: int, dice: random.Random) -> None:
        self.number = number
        self.npi = f"1{dice.randint(10**8, 10**9 - 1)}"
        self.doctors = [f"1{dice.randint(10**8, 10**9 - 1)}" for _ in range(4)]
        self.fees = {code: dice.randint(20, 400) for code in _ORDINARY}
        self.payer = dice.choice(_PAYERS)
        self.usual = [dice.sample(_ORDINARY, dice.randint(3, 6)) for _ in range(USUAL)]


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
