"""
The shipped path says, byte for byte, what the plain path says: on the gate's claims, the
benchmarks', the worked claims, the files beside the project, and all of these damaged.
"""

import json
import os
import random
import re
import time

import pytest
from oracle import files, lanes
from oracle.damage import damaged
from oracle.payers import Payers, shipped, tuned

SECONDS = 20 if os.environ.get("CLEANCLAIM_CAMPAIGN") == "sample" else 600


@pytest.fixture(scope="module", params=["shipped", "tuned"])
def payers(request, tmp_path_factory):
    """
    The shipped configs, and the same with NCCI's tables, observed edits and waivers.
    """
    return shipped() if request.param == "shipped" else tuned(tmp_path_factory.mktemp("tuned"))


@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_gate(payers: Payers, seed: str) -> None:
    """
    The gate's claims, a third with a fault, in several shapes and marks.
    """
    assert lanes.hold(payers, files.made(seed)) > 0


@pytest.mark.parametrize("unlike", [False, True])
def test_practices(payers: Payers, unlike: bool) -> None:
    """
    Claims alike and claims that sleep, as a clearinghouse has them.
    """
    assert lanes.hold(payers, files.practices(120, unlike=unlike)) == 120


def test_small_reads(payers: Payers) -> None:
    """
    A claim that is cut by the end of a read loses no line.
    """
    data = files.made("reads", 12)
    ways = [lanes.SIFTED._replace(read=size) for size in (1, 37, 500, 4096)]

    assert lanes.hold(payers, data, ways) > 0


def test_second_clm_under_one_hl(payers: Payers) -> None:
    """
    No claim is lost that stands under the HL of another.
    """
    bare = [c for c in files.gate_claims("several", 30) if c["kind"] == "professional"]
    data = files.write_837([{k: v for k, v in c.items() if k != "documentation"} for c in bare],
                           per_subscriber=4)  # fmt: skip

    assert lanes.hold(payers, data) == len(bare)


def test_worked_claims(payers: Payers) -> None:
    """
    The worked claims of the guidance folder, as JSON.
    """
    claims = files.gold()
    if not claims:
        pytest.skip("the guidance folder is not at hand")
    data = "".join(json.dumps(claim) + "\n" for claim in claims).encode()

    assert lanes.hold(payers, data, (lanes.EVERY, lanes.SIFTED)) == len(claims)


def test_neighbours(payers: Payers) -> None:
    """
    A scrubber that remembers nothing says what one says that has seen other claims.
    """
    data = files.practices(80)

    assert lanes.hold(payers, data, [lanes.EVERY._replace(alone=True), lanes.EVERY]) > 0


@pytest.mark.parametrize("seed", range(25))
def test_damaged(payers: Payers, seed: int) -> None:
    """
    Cut, dropped, doubled and altered segments, other marks, stray bytes.
    """
    dice = random.Random(seed)
    ways = [lane for lane in lanes.LANES if lane in (lanes.SIFTED, lanes.NUMPY)]
    lanes.hold(payers, damaged(files.made(f"damaged/{seed % 3}", 10), dice), ways)


@pytest.mark.parametrize("more", [b"0", b"X", b"*", b" "])
def test_ids_that_go_on(payers: Payers, more: bytes) -> None:
    """
    Of each segment id of a file, one that only begins like it; and with an element more.
    """
    data = files.made("ids", 4)
    for name in sorted(set(re.findall(rb"~\n?([A-Z0-9]{2,3})\*", data))):
        places = [each.end(1) for each in re.finditer(rb"~\n?(" + name + rb")\*", data)]
        for place in {places[0], places[len(places) // 2], places[-1]}:
            lanes.hold(payers, data[:place] + more + data[place:])


@pytest.mark.parametrize("parent", [b"0", b"1", b"20", b"22", b"23"])
def test_parents(payers: Payers, parent: bytes) -> None:
    """
    Subscribers and patients under another HL than their own, whatever its number is.
    """
    data = files.practices(6)
    mark = re.escape(data[3:4])
    loops = list(re.finditer(mark.join((b"HL", b"[0-9]+", b"([0-9]+)", b"2[23]")), data))
    assert len(loops) > 3
    for hl in loops:
        lanes.hold(payers, data[: hl.start(1)] + parent + data[hl.end(1) :])


@pytest.mark.campaign
def test_files_beside_the_project(payers: Payers) -> None:
    """
    All that stands beside the project, X12 or not, sound or not.
    """
    before = time.monotonic()
    for path in files.opened("x12_valid", "x12_invalid", "acks"):
        lanes.hold(payers, path.read_bytes())
        if time.monotonic() - before > SECONDS:
            break


@pytest.mark.campaign
def test_damaged_at_length(payers: Payers) -> None:
    """
    The same as above for as long as there is time.
    """
    before, number = time.monotonic(), 0
    while time.monotonic() - before < SECONDS:
        number += 1
        dice = random.Random(f"length/{number}")
        data = files.made(f"length/{number % 7}", 20)
        lanes.hold(payers, damaged(data, dice), (dice.choice(lanes.LANES),))

    assert number > 0
