"""
Routing: which payer's config a claim is judged by.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.config import config_from, load_configs
from cleanclaim.model import Kind
from cleanclaim.routing import Router, Unrouted
from cleanclaim.sources import Route

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "guidance" / "gold_open.jsonl"


def config(name, **payer):
    table = {"id": name, "name": name, "setting": "opps", **payer}
    return config_from({"payer": table}, name)


def name_of(found):
    """
    The config's payer, or why there is none.
    """
    return found.reason if isinstance(found, Unrouted) else found.payer.id


CONFIGS = (
    config("doctors", kinds=["professional"], payer_ids=["ACME"]),
    config("outpatient", kinds=["institutional"], payer_ids=["ACME"], types_of_bill=["13", "141"]),
    config("advantage", kinds=["professional"], payer_ids=["BLUE"], claim_filing=["16"]),
    config("plan", kinds=["professional"], payer_ids=["BLUE"], claim_filing=["CI", "BL"]),
    config("others", kinds=["professional"], default=True),
)
DOCTOR, HOSPITAL = Kind.PROFESSIONAL, Kind.INSTITUTIONAL


@pytest.fixture(scope="module")
def router():
    return Router(CONFIGS)


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (Route(DOCTOR, "ACME"), "doctors"),
        (Route(HOSPITAL, "ACME", None, "131"), "outpatient"),
        (Route(HOSPITAL, "ACME", None, "141"), "outpatient"),
        (Route(DOCTOR, "ACME", "MB"), "doctors"),
        (Route(DOCTOR, "BLUE", "16"), "advantage"),
        (Route(DOCTOR, "BLUE", "BL"), "plan"),
        (Route(DOCTOR, "OTHER"), "others"),
        (Route(DOCTOR), "others"),
        (Route(DOCTOR, "  "), "others"),
    ],
)
def test_routed(router, route, expected):
    """
    A claim goes to the config that names its payer id, and fits in all else it says.
    """
    assert expected == name_of(router.route(route))


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            Route(HOSPITAL, "ACME", None, "142"),
            "none of the configs of its payer (outpatient) takes type of bill 142",
        ),
        (
            Route(HOSPITAL, "ACME"),
            "none of the configs of its payer (outpatient) takes a claim without type of bill",
        ),
        (
            Route(HOSPITAL, "ACME", None, "=cmd|x"),
            "none of the configs of its payer (outpatient) takes its type of bill",
        ),
        (
            Route(HOSPITAL, "BLUE", None, "131"),
            "none of the configs of its payer (advantage, plan) takes institutional claims",
        ),
        (
            Route(DOCTOR, "BLUE", "MC"),
            "none of the configs of its payer (advantage, plan) takes its claim filing",
        ),
        (
            Route(DOCTOR, "BLUE"),
            "the claim states no claim filing, which tells advantage, plan apart",
        ),
        (
            Route(HOSPITAL, "OTHER", None, "131"),
            "none of the default configs (others) takes institutional claims",
        ),
        (Route(None, "ACME"), "the claim's kind could not be read"),
    ],
)
def test_unrouted(router, route, expected):
    """
    A payer that is known by id never falls to the default; the reason says what is amiss.
    """
    assert Unrouted(expected) == router.route(route)


@pytest.mark.parametrize(
    ("payer_id", "expected"),
    [("OTHER", "the payer id is in no config"), (None, "the claim has no payer id")],
)
def test_no_default(payer_id, expected):
    """
    Without a default, a payer that no config names has no rules.
    """
    router = Router(CONFIGS[:2])

    assert Unrouted(f"{expected}, and no config is the default") == router.route(
        Route(DOCTOR, payer_id)
    )


_PAD = st.text(" \t", max_size=3)


def _blurred(value):
    if value is None:
        return st.none()
    return st.tuples(_PAD, st.sampled_from([value.lower(), value.upper()]), _PAD).map("".join)


@given(data=st.data(), kind=st.sampled_from(Kind))
def test_blind_to_case_and_blanks(router, data, kind):
    """
    Blanks around a value and capitals in it make no difference.
    """
    plain = (
        data.draw(st.sampled_from(["ACME", "BLUE", "OTHER", None])),
        data.draw(st.sampled_from(["CI", "16", "MB", None])),
        data.draw(st.sampled_from(["131", "14A", "851", None])),
    )
    blurred = [data.draw(_blurred(value)) for value in plain]

    assert router.route(Route(kind, *plain)) == router.route(Route(kind, *blurred))


@given(payer_id=st.text(max_size=4), filing=st.text(max_size=2), bill=st.text(max_size=4))
def test_any_text(router, payer_id, filing, bill):
    """
    Whatever a claim says, there is a config or a reason, and no error.
    """
    found = router.route(Route(HOSPITAL, payer_id, filing, bill))

    assert isinstance(found, Unrouted) or found in CONFIGS


def test_frequency_makes_no_difference(router):
    """
    A replaced claim goes where the first one went.
    """
    first = router.route(Route(DOCTOR, "ACME", None, None, "1"))

    assert router.route(Route(DOCTOR, "ACME", None, None, "7")) is first


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (Route(DOCTOR, "MEDICARE"), "medicare_professional"),
        *((Route(HOSPITAL, "MEDICARE", None, bill), "medicare_outpatient")
          for bill in ("121", "131", "141")),
        (Route(HOSPITAL, "MEDICARE", "MA", "851"), "medicare_critical_access"),
        *((Route(HOSPITAL, "00120", None, bill), "medicare_non_opps")
          for bill in ("221", "231", "341", "711", "721", "831")),
        (Route(HOSPITAL, "medicare ", None, "111"), "medicare_inpatient"),
        (Route(DOCTOR, "60054"), "commercial"),
        (Route(HOSPITAL, "60054", None, "131"), "commercial"),
    ],
)  # fmt: skip
def test_shipped(route, expected):
    """
    The shipped configs take the claims that they are for.
    """
    assert expected == name_of(Router(load_configs(ROOT / "configs")).route(route))


def test_shipped_unknown_bill():
    """
    A Medicare claim of a type of bill that is in no config has no rules.
    """
    found = Router(load_configs(ROOT / "configs")).route(Route(HOSPITAL, "MEDICARE", None, "411"))

    assert (
        Unrouted(
            "none of the configs of its payer (medicare_critical_access,"
            " medicare_inpatient, medicare_non_opps, medicare_outpatient) takes type of bill 411"
        )
        == found
    )


@pytest.mark.skipif(not GOLD.exists(), reason="the worked claims are not at hand")
def test_worked_claims():
    """
    The worked claims of the guidance reach the config that they were written for.
    """
    router = Router(load_configs(ROOT / "configs"))
    expected = {
        None: "medicare_professional",
        "131": "medicare_outpatient",
        "851": "medicare_critical_access",
    }

    for line in GOLD.read_text().splitlines():
        claim = json.loads(line)["claim"]
        bill = claim.get("type_of_bill")
        route = Route(Kind(claim["kind"]), claim["payer_id"], None, bill)

        assert expected[bill] == name_of(router.route(route))
