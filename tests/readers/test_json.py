"""
Claims as JSON: lines, one object, an array; a bad one costs only itself.
"""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim.claim_form import claim_from
from cleanclaim.errors import InputError
from cleanclaim.readers.json import JsonReader
from cleanclaim.sources import Fault


def read(data, chunk=1 << 18):
    """
    The claims and the faults of this text or these bytes.
    """
    data = data.encode() if isinstance(data, str) else data
    faults: list[Fault] = []
    claims = list(JsonReader(chunk=chunk).read(io.BytesIO(data), faults.append, whole=False))
    return claims, faults


@pytest.fixture
def several(made_up):
    """
    Three claims.
    """
    return [made_up.professional(1), made_up.institutional(2), made_up.professional(3)]


FORMS: dict[str, Callable[[Any], str]] = {
    "lines": lambda claims: "\n".join(map(json.dumps, claims)),
    "lines with blanks": lambda claims: "\n\n".join(map(json.dumps, claims)) + "\r\n \n",
    "array": json.dumps,
    "array on lines": lambda claims: json.dumps(claims, indent=1),
    "objects on lines": lambda claims: "\n".join(json.dumps(claim, indent=2) for claim in claims),
    "with a mark": lambda claims: "\ufeff" + json.dumps(claims),
}


@pytest.mark.parametrize("chunk", [1, 7, 1 << 18])
@pytest.mark.parametrize("form", FORMS)
def test_forms(several, form, chunk):
    """
    Lines, objects and arrays give the same claims, whatever the size of a read.
    """
    claims, faults = read(FORMS[form](several), chunk)

    assert [claim_from(said) for said in several] == [claim.build() for claim in claims]
    assert [] == faults


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object(made_up, indent):
    """
    A single object, on one line or on several, is a claim.
    """
    said = made_up.professional()

    ((claim,), faults) = read(json.dumps(said, indent=indent))

    assert claim_from(said) == claim.build()
    assert ("case1", ("64493", "76942"), {"line": 1}, []) == (
        claim.claim_id,
        claim.codes,
        claim.location,
        claim.problems,
    )
    assert ({"line": 1}, None, []) == (claim.line_location(2), claim.line_location(3), faults)


def test_place(several):
    """
    A claim stands on the line that it begins on.
    """
    lines, _ = read(FORMS["lines with blanks"](several))
    array, _ = read(json.dumps(several, indent=1))

    text = json.dumps(several, indent=1)
    begins = [number for number, line in enumerate(text.splitlines(), 1) if line == " {"]
    assert [1, 3, 5] == [claim.location["line"] for claim in lines]
    assert begins == [claim.location["line"] for claim in array]


BAD = {
    "not JSON": ('{"id": "bad" "kind"}', "JSON-010", "not JSON"),
    "unfinished": ('{"id": "bad",', "JSON-010", "not JSON"),
    "NaN": ('{"id": "bad", "total_charge": NaN}', "JSON-010", "NaN"),
    "key twice": ('{"id": "bad", "id": "bad"}', "JSON-010", "'id' is given twice"),
    "nested": ('{"id": ' + "[" * 100_000 + "]" * 100_000 + "}", "JSON-010", "nested"),
    "endless number": ('{"id": ' + "1" * 5000 + "}", "JSON-010", "too long"),
    "half a pair": ('{"id": "\\ud800", "kind": "professional"}', "JSON-010", "surrogate"),
    "not a claim": ('{"id": "bad", "kind": "dental"}', "JSON-011", "kind"),
    "unknown key": ('{"id": "bad", "kind": "professional", "payer": "x"}', "JSON-011", "payer_id"),
    "huge": (
        '{"id": "bad", "kind": "professional", "lines": [{"units": 1e999}]}',
        "JSON-011",
        "units",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_line(several, name):
    """
    A line that is no claim is incomplete, named by its place, and costs only itself.
    """
    bad, code, word = BAD[name]
    lines = [json.dumps(several[0]), bad, json.dumps(several[2])]

    claims, faults = read("\n".join(lines))

    (problem,) = claims[1].problems
    assert [claim_from(several[0]), claim_from(several[2])] == [
        claims[0].build(),
        claims[2].build(),
    ]
    assert (code, True, {"line": 2}) == (problem.code, problem.fatal, problem.location)
    assert word in problem.message
    assert "bad" not in problem.message
    assert [] == faults


@pytest.mark.parametrize("name", [name for name in BAD if name != "unfinished"])
def test_bad_element(several, name):
    """
    The same in an array.
    """
    bad, code, _ = BAD[name]

    claims, faults = read(f"[\n{json.dumps(several[0])},\n{bad},\n{json.dumps(several[2])}\n]", 7)

    assert ([[], [code], []], []) == ([[p.code for p in c.problems] for c in claims], faults)
    assert [2, 3, 4] == [claim.location["line"] for claim in claims]


def test_bracket_that_closes_nothing(several):
    """
    A stray bracket is a claim that can't be read, and the next is read.
    """
    claims, _ = read("[}, " + json.dumps(several[0]) + "]")

    assert [["JSON-010"], []] == [[p.code for p in claim.problems] for claim in claims]


def test_refused_claim_is_named():
    """
    A claim that is refused keeps its id where that can be read.
    """
    ((refused, nameless), _) = read('{"id": "bad", "kind": 7}\n{"id": 7, "kind": "professional"}')

    assert ("bad", None) == (refused.claim_id, nameless.claim_id)
    assert "bad" not in repr(refused)


def test_bytes_that_are_not_utf_8(several):
    """
    Invalid UTF-8 is its claim's alone.
    """
    good = json.dumps(several[0]).encode()

    claims, _ = read(good.replace(b"case1", b"c\xffse") + b"\n" + good)

    assert [["JSON-010"], []] == [[p.code for p in claim.problems] for claim in claims]


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_truncated_array(several, cut):
    """
    An array that is not closed is a serious fault, whatever came whole.
    """
    claims, faults = read(json.dumps(several)[:-cut])

    assert ["JSON-020"] == [fault.code for fault in faults if fault.serious]
    sound = [claim for claim in claims if not claim.problems]
    assert [claim_from(said) for said in several[: len(sound)]] == [c.build() for c in sound]


def test_text_behind_an_array():
    """
    What follows the array is not read, and told.
    """
    assert ([], ["JSON-021"]) == (
        read("[] []")[0],
        [fault.code for fault in read("[] []")[1]],
    )


def test_endless_line():
    """
    A line without an end is refused and not kept; the next is read.
    """
    claims, _ = read(b'{"id": "' + b"x" * (17 * 1024 * 1024) + b'"}\n{"id": "b", "kind": "x"}')

    assert ["JSON-010", "JSON-011"] == [claim.problems[0].code for claim in claims]


@pytest.mark.parametrize("chunk", [100_003, 1 << 18])
@pytest.mark.parametrize(
    "long",
    [
        '{"id": "' + "x" * (17 * 1024 * 1024) + '"}',
        "[" + '"\\\\\\"]", ' * (2 * 1024 * 1024) + "{}]",
    ],
)
def test_endless_element(several, long, chunk):
    """
    An element that is too long is refused and not kept; those behind it are read.
    """
    first, last = json.dumps(several[0]), json.dumps(several[2])

    claims, faults = read(f"[{first},\n{long},\n{last}]", chunk)

    assert ([[], ["JSON-010"], []], []) == ([[p.code for p in c.problems] for c in claims], faults)
    assert [1, 2, 3] == [claim.location["line"] for claim in claims]
    assert claim_from(several[2]) == claims[2].build()


def test_endless_element_that_is_cut():
    """
    An array that ends within an element that is too long is not closed.
    """
    claims, faults = read('[{"id": "' + "x" * (17 * 1024 * 1024))

    assert (1, ["JSON-020"]) == (len(claims), [fault.code for fault in faults])


def test_key_that_is_not_ours_is_not_shown():
    """
    A key that is given twice may be a name; it is told only when it is of the contract.
    """
    ((claim,), _) = read('{"id": "a", "DoeJane": 1, "DoeJane": 2}')

    assert "a key is given twice" in claim.problems[0].message
    assert "DoeJane" not in claim.problems[0].message


@pytest.mark.parametrize("data", [b"", b" \n", b"hello", b"ISA*00*", b"\x1f\x8b\x08"])
def test_refused(data):
    """
    What is neither an object nor an array is refused by the name of what it looks like.
    """
    with pytest.raises(InputError, match=r"JSON-001 .* looks like"):
        read(data)


@pytest.mark.parametrize(
    ("head", "sniffed"),
    [(b' \n{"id"', True), (b"\xef\xbb\xbf[", True), (b"ISA*00", False), (b"", False)],
)
def test_sniffs(head, sniffed):
    """
    JSON is told by its first bracket.
    """
    assert sniffed == JsonReader().sniffs(head)


PIECES = st.sampled_from(
    ['"', "{", "}", "[", "]", ",", "\n", "\\", ":", "x", "\udcff", "\u00e9", "{}"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    form=st.sampled_from(sorted(FORMS)),
    edits=st.lists(st.tuples(st.integers(0, 3000), PIECES), max_size=3),
    size=st.integers(1, 20) | st.integers(1, 3000),
)
def test_size_of_a_read(several, form, edits, size):
    """
    How many bytes are read at a time changes nothing, whatever the text.
    """
    text = FORMS[form](several)
    for start, piece in edits:
        at = 1 + start % len(text)
        text = text[:at] + piece + text[at:]
    data = text.encode("utf-8", "surrogateescape")

    def told(chunk):
        try:
            claims, faults = read(data, chunk)
        except InputError as refusal:
            return str(refusal)
        return [(c.ordinal, c.claim_id, c.location, c.problems, c.claim) for c in claims], faults

    assert told(1 << 18) == told(size)
