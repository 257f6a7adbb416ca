"""
What the scrubber finds beside what the guidance folder's tables say, asked of neither
by way of the other. They are read from beside the project and are not part of it.
"""

from collections import Counter
from collections.abc import Iterator

import attrs
import pytest
from boundaries.campaign import WHOLE, sample
from boundaries.days import ONE_DAY
from boundaries.oracle.compare import (
    Difference,
    answered,
    asked,
    differences,
    explained,
    kind_of,
    questions,
)
from boundaries.oracle.data import DATA, KNOWN
from boundaries.oracle.hosts import host_checks
from boundaries.oracle.lists import checks
from boundaries.oracle.rules import MODALITY, Question, expected
from boundaries.world import Line, claim_of, shipped

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the guidance folder is not beside the project"
)


def differing(pairs: list[tuple[str, str]]) -> Iterator[Difference]:
    for pair in pairs:
        for question in questions(*pair):
            yield from differences(shipped(), question)


def test_pairs() -> None:
    """
    Of a sample of codes and guidance, scrubber and tables differ only as is explained.
    """
    pairs = sample(asked(), 200, "pairs")

    unexplained = [str(each) for each in differing(pairs) if kind_of(each) is None]

    assert [] == unexplained


def test_lists() -> None:
    """
    What the rulebook says by lists of its own is so.
    """
    wrong = [fault for check in checks() if (fault := check.fails(shipped()))]

    assert [] == wrong


def test_hosts() -> None:
    """
    Of a sample, what NCCI pairs with guidance is no host for it, and what is listed is.
    """
    pairs = sample(asked(), 200, "hosts")

    wrong = [fault for check in host_checks(pairs) if (fault := check.fails(shipped()))]

    assert [] == wrong


def test_before_the_tables() -> None:
    """
    What is found on the first day that the tables know is not known the day before
    (rulebook 0.5.3).
    """
    guided = [pair for pair in asked() if pair[1] in MODALITY]
    found = [
        Question(code, by, KNOWN, setting)
        for code, by in sample(guided, 200, "before")
        for setting in ("physician", "opps")
    ]
    wrong = [
        str(ask)
        for ask in found
        if expected(ask) and answered(shipped(), ask) and not _unknown(ask)
    ]

    assert [] == wrong


def _unknown(ask: Question) -> bool:
    claim = claim_of(ask.setting, ask.day - ONE_DAY, (Line(ask.code), Line(ask.by)))
    outcome = shipped().scrubber.scrub(claim)
    return bool(outcome.not_checked) and not answered(
        shipped(), attrs.evolve(ask, day=ask.day - ONE_DAY)
    )


@pytest.mark.campaign
def test_all_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Of all codes and guidance, with a count of what is explained; a kind of difference
    that explains nothing any more, or names a code in vain, is to be removed.
    """
    pairs = list(asked()) if WHOLE else sample(asked(), 50, "campaign")
    kinds: Counter[str] = Counter()
    codes: dict[str, set[str]] = {kind.name: set() for kind in explained()}
    unexplained = []
    for each in differing(pairs):
        kind = kind_of(each)
        if kind is None:
            unexplained.append(str(each))
        else:
            kinds[kind.name] += 1
            codes[kind.name] |= {each.question.code, each.question.by}

    with capsys.disabled():
        print(f"\n{len(pairs)} pairs; differences, all explained in differences.toml:")
        print(*(f"{count:>7} {name}" for name, count in kinds.most_common()), sep="\n")
    assert [] == unexplained
    if WHOLE:
        assert {kind.name: [] for kind in explained()} == {
            kind.name: sorted(kind.codes - codes[kind.name]) for kind in explained()
        }


@pytest.mark.campaign
def test_all_hosts() -> None:
    """
    All that the tables say of hosts is so.
    """
    pairs = asked() if WHOLE else sample(asked(), 50, "campaign")

    wrong = [fault for check in host_checks(pairs) if (fault := check.fails(shipped()))]

    assert [] == wrong
