"""
Edits wake by the claim's codes, are run one by one, and what they say is stamped.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_plugins import (
    FACT,
    HEARSAY,
    SOURCE,
    claim,
    imports_as_before,
    scrubber_of,
)

from cleanclaim import (
    Action,
    Always,
    AnyOf,
    Basis,
    Bypassed,
    Claim,
    ClaimEdit,
    Disposition,
    Fact,
    Finding,
    Hit,
    Lacks,
    LineEdit,
    NotKnown,
    Outcome,
    Pairs,
    PayerEdit,
    PluginError,
    ServiceLine,
    Status,
    Steps,
    Suggestion,
    claim_from,
)
from cleanclaim.edits import Edit, Wakes
from cleanclaim.findings import Excused, Failure, NotChecked
from cleanclaim.waking import Index

__all__ = ["imports_as_before"]  # a fixture that every test here uses

SECRET = "Mrs Secret 99 A1B2"
ALWAYS = Always()


def toy_sold(line: ServiceLine, claim: Claim) -> Iterator[Hit]:
    """
    A toy is sold.
    """
    yield Hit(line, f"{line.procedure} is a toy", "remove it", FACT)


def toys_counted(claim: Claim) -> Iterator[Hit]:
    """
    Toys are counted.
    """
    for line in claim.lines:
        yield Hit(line, "a toy of several", "count them", FACT)


def toy_not_paid(claim: Claim, payer: Any) -> Iterator[Hit]:
    """
    A toy is not paid by this payer.
    """
    yield Hit(claim.lines[0], f"{payer.id} pays no toys", "bill another", FACT)


def judged(check: Any, *lines: str, wakes: Wakes = ALWAYS, **tables: Any) -> Outcome:
    """
    What a line edit with this check makes of a claim with these lines.
    """
    scrubber = scrubber_of(LineEdit(check, wakes), **tables)
    outcome: Outcome = scrubber.scrub(claim(*(lines or ("99991",))))
    return outcome


def found(outcome: Outcome) -> list[tuple[str, int]]:
    return [(finding.edit, finding.line) for finding in outcome.findings]


def failed(what: str, edit: str = "toy.faulty") -> tuple[Failure, ...]:
    """
    The failures of a claim on which one edit failed.
    """
    return (
        Failure(
            "edit", f"the edit failed: {what}; tell the plugin's author", plugin="toy", edit=edit
        ),
    )


def placeless(failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
    """
    Failures without the line of the check that was running.
    """
    return tuple(
        attrs.evolve(each, message=re.sub(r" at [\w.]+:\d+(?=;)", "", each.message))
        for each in failures
    )


# What wakes an edit.


@pytest.mark.parametrize(
    ("wakes", "lines", "expected"),
    [
        (AnyOf(["99991"]), ["99990", "99991", "99991-26"], [2, 3]),
        (AnyOf(["99991"]), ["99990"], []),
        (AnyOf([]), ["99991"], []),
        (Pairs({"99991": {"99992"}}), ["99992", "99991", "99990", "99991"], [2, 4]),
        (Pairs({"99991": {"99992"}}), ["99991", "99990"], []),
        (Pairs({"99991": {"99992"}}), ["99992", "99990"], []),
        (Pairs({"99991": {"99992"}, "99990": {"99993"}}), ["99991", "99992", "99990"], [1]),
        (Pairs({"99991": set()}), ["99991", "99992"], []),
        (Always(), ["99990", "99991"], [1, 2]),
    ],
)
def test_lines_seen(wakes: Wakes, lines: list[str], expected: list[int]) -> None:
    """
    A line edit sees just the lines of its codes, or of its pairs' subjects, or all.
    """
    outcome = judged(toy_sold, *lines, wakes=wakes)

    assert expected == [finding.line for finding in outcome.findings]


def test_line_without_procedure() -> None:
    """
    A line without a procedure is seen by an edit that always wakes, and by no other.
    """
    edits = [LineEdit(toy_sold, Always()), ClaimEdit(toys_counted, AnyOf(["99991"]))]
    pairs = LineEdit(attrs.evolve(edits[0]).check, Pairs({"99991": {"99992"}}))
    bare = claim({"revenue_code": "0361"})

    assert [("toy.toy_sold", 1)] == found(scrubber_of(*edits).scrub(bare))
    assert [] == found(scrubber_of(pairs).scrub(bare))


def test_levels() -> None:
    """
    A claim edit is given the claim, a payer edit the payer too, each once.
    """
    scrubber = scrubber_of(
        ClaimEdit(toys_counted, AnyOf(["99991"])), PayerEdit(toy_not_paid, AnyOf(["99992"]))
    )

    outcome = scrubber.scrub(claim("99991", "99992"))

    assert [
        ("toy.toy_not_paid", "payer", 1, "toy_payer pays no toys"),
        ("toy.toys_counted", "claim", 1, "a toy of several"),
        ("toy.toys_counted", "claim", 2, "a toy of several"),
    ] == [(each.edit, each.level, each.line, each.message) for each in outcome.findings]


def test_using() -> None:
    """
    A check is called with what its edit says it is using, by name.
    """

    def toy_dear(line: ServiceLine, claim: Claim, prices: Any) -> Iterator[Hit]:
        yield Hit(line, f"it costs {prices['99991']}", "haggle", FACT)

    scrubber = scrubber_of(LineEdit(toy_dear, AnyOf(["99991"]), using={"prices": {"99991": 7}}))

    assert ["it costs 7"] == [each.message for each in scrubber.scrub(claim("99991")).findings]


CODES = [f"9999{digit}" for digit in range(8)]
code = st.sampled_from(CODES)
wakings: st.SearchStrategy[Wakes] = st.one_of(
    st.builds(AnyOf, st.frozensets(code, max_size=3)),
    st.builds(Pairs, st.dictionaries(code, st.frozensets(code, max_size=3), max_size=3)),
    st.just(Always()),
)


def wakes_for(wakes: Wakes, codes: Sequence[str]) -> bool:
    """
    Whether an edit wakes, told as its documentation has it.
    """
    match wakes:
        case AnyOf(codes=any_of):
            return any(code in any_of for code in codes)
        case Pairs(partners=partners):
            return any(other in partners.get(code, ()) for code in codes for other in codes)
        case Always():
            return True


@given(st.lists(wakings, max_size=6), st.lists(st.lists(code, max_size=6), max_size=12))
@settings(max_examples=150, deadline=None)
def test_index(wakings: list[Wakes], claims: list[list[str]]) -> None:
    """
    What the index remembers is what the edits themselves say, whatever was asked before
    and in whatever order the codes stand and repeat.
    """
    index = Index([LineEdit(toy_sold, wakes) for wakes in wakings])

    for codes in [*claims, *claims, *map(list, map(reversed, claims))]:
        expected = [at for at, wakes in enumerate(wakings) if wakes_for(wakes, codes)]
        assert expected == list(index.woken(tuple(codes)))


class Asked(Mapping[str, AbstractSet[str]]):
    """
    Partners as a large table has them: nothing but what is asked for is ever looked at.
    """

    def __init__(self, partners: Mapping[str, AbstractSet[str]]) -> None:
        self.partners = partners
        self.asked: list[str] = []

    def __getitem__(self, code: str) -> AbstractSet[str]:
        self.asked.append(code)
        return self.partners[code]

    def __contains__(self, code: object) -> bool:
        return code in self.partners

    def __iter__(self) -> Iterator[str]:
        return iter(self.partners)

    def __len__(self) -> int:
        return len(self.partners)


def test_partners_of_a_table() -> None:
    """
    Of partners that stand in a table, only those of a claim's own codes are asked for.
    """
    partners = Asked({"99991": {"99992"}, "99993": {"99994"}})
    scrubber = scrubber_of(LineEdit(toy_sold, Pairs(partners)))
    loading = list(partners.asked)

    outcome = scrubber.scrub(claim("99991", "99990", "99992"))

    assert [("toy.toy_sold", 1)] == found(outcome)
    assert [] == loading
    assert {"99991"} == set(partners.asked)


def test_partners_are_copied() -> None:
    """
    Partners that are plain data are an edit's own: who changes them later changes nothing.
    """
    partners = {"99991": {"99992"}}
    pairs = Pairs(partners)

    partners["99991"].add("99990")

    assert {"99991": {"99992"}} == pairs.partners


def toy_recorded(line: ServiceLine, claim: Claim) -> Iterator[Hit]:
    """
    Toy of which the record says something.
    """
    for said in claim.documented(line):
        yield Hit(line, f"the record says {said.modality}", "look at it", FACT)


def test_woken_by_record() -> None:
    """
    A claim that carries what the record says wakes the edits that ask for it, and their
    check sees the lines of both kinds; a claim without wakes none of them.
    """
    pairs = Pairs({"99993": {"99994"}})
    edit = LineEdit(toy_recorded, pairs, when_documented=AnyOf(["99991"]))
    scrubber = scrubber_of(edit)
    record = [{"line": number, "modality": "ct"} for number in (1, 2, 3)]

    told = scrubber.scrub(claim("99991", "99992", documentation=record[:2]))
    both = scrubber.scrub(claim("99993", "99991", "99994", documentation=record))
    untold = scrubber.scrub(claim("99991", "99992"))

    assert [1] == [finding.line for finding in told.findings]
    assert [1, 2] == [finding.line for finding in both.findings]
    assert () == untold.findings


def test_memory_bounded() -> None:
    """
    However many kinds of claim there are, few are remembered, and none that is long.
    """
    index = Index([LineEdit(toy_sold, AnyOf(["99991"]))])

    woken = {index.woken(("99991", str(number))) for number in range(70_000)}
    index.woken(("99991",) * 1_000)

    assert {(0,)} == woken
    assert len(index._remembered) <= 65_536
    assert max(map(len, index._remembered)) <= 64


def test_untouched_not_remembered() -> None:
    """
    A claim that no edit's code touches costs no memory at all.
    """
    index = Index([LineEdit(toy_sold, AnyOf(["99991"])), LineEdit(toy_sold, Always())])

    assert (1,) == index.woken(("99992", "99993"))
    assert {} == index._remembered


# Checks that fail.


def raises(error: BaseException) -> Any:
    def faulty(line: ServiceLine, claim: Claim) -> Iterator[Hit]:
        yield from ()
        raise error

    return faulty


def yields(*answers: Any) -> Any:
    """
    A check that yields these answers; a function is asked with the line for each.
    """

    def faulty(line: ServiceLine, claim: Claim) -> Iterator[Any]:
        for answer in answers:
            yield answer(line) if callable(answer) else answer

    return faulty


def recurses(line: ServiceLine, claim: Claim) -> Iterator[Hit]:
    def deeper(depth: int) -> int:
        return deeper(depth + 1) + 1

    deeper(0)
    yield Hit(line, "unreachable", "none", FACT)


recurses.__name__ = "faulty"


def hit(**changes: Any) -> Any:
    """
    Makes a hit on a line, with these fields in place of sound ones.
    """
    sound = {"message": "m", "remedy": "r", "because": FACT}
    return lambda line: Hit(**({"line": line} | sound | changes))


def junk(value: Any) -> Any:
    """
    A value where its type is wrong; nothing checks a plugin's types before it runs.
    """
    return value


def nested(deep: int) -> dict[str, Any]:
    """
    Mappings in each other, so many.
    """
    return {"a": nested(deep - 1)} if deep > 1 else {"a": 1}


class Nameless(BaseException):
    """
    What is no Exception; an edit may still raise it.
    """


STRANGER = ServiceLine(number=1, procedure="99991")
FORGED = attrs.evolve(SOURCE, trust=junk("published"))
FAULTS = [
    (raises(ValueError(SECRET)), "it raised ValueError"),
    (raises(KeyError(SECRET)), "it raised KeyError"),
    (raises(SystemExit(SECRET)), "it raised SystemExit"),
    (raises(GeneratorExit(SECRET)), "it raised GeneratorExit"),
    (raises(StopIteration(SECRET)), "it raised RuntimeError"),
    (raises(MemoryError(SECRET)), "it raised MemoryError"),
    (raises(Nameless(SECRET)), "it raised Nameless"),
    (raises(PluginError(SECRET)), "it raised PluginError"),
    (recurses, "it raised RecursionError"),
    (yields(7), "it yielded int; expected Hit, Lacks or Bypassed"),
    (yields(None), "it yielded NoneType; expected Hit, Lacks or Bypassed"),
    (yields(SECRET), "it yielded str; expected Hit, Lacks or Bypassed"),
    (yields(Hit), "it raised TypeError"),
    (yields(hit(line=STRANGER)), "its answer names a line that is not one of the claim's"),
    (yields(hit(line=None)), "its answer names a line that is not one of the claim's"),
    (yields(hit(related=(STRANGER,))), "its answer names a line that is not one of the claim's"),
    (yields(hit(related=(2,))), "its answer names a line that is not one of the claim's"),
    (yields(hit(related=None)), "its Hit.related is NoneType"),
    (yields(hit(because=None)), "its answer stands on NoneType; expected a fact of a table"),
    (yields(hit(because=SECRET)), "its answer stands on str; expected a fact of a table"),
    (yields(hit(because=Fact(source=junk(None)))), "its answer has NoneType in place of Source"),
    (yields(hit(because=Fact(source=FORGED))), "its Source.trust is str"),
    (yields(hit(message=7)), "its Hit.message is int"),
    (yields(hit(remedy=None)), "its Hit.remedy is NoneType"),
    (yields(hit(evidence=[1])), "its Hit.evidence is list"),
    (yields(hit(evidence={1: 1})), "its Hit.evidence is not plain JSON, at most five deep"),
    (yields(hit(evidence={"a": 1.5})), "its Hit.evidence is not plain JSON, at most five deep"),
    (yields(hit(evidence={"a": [{1}]})), "its Hit.evidence is not plain JSON, at most five deep"),
    (yields(hit(evidence=nested(6))), "its Hit.evidence is not plain JSON, at most five deep"),
    (yields(hit(disposition="deny")), "its Hit.disposition is str"),
    (yields(hit(action="remove")), "its Hit.action is str"),
    (yields(hit(carc=97)), "its Hit.carc is int"),
    (yields(hit(rarc=["N1"])), "its Hit.rarc is list"),
    (yields(hit(rarc=(1,))), "its Hit.rarc holds something else than text"),
    (yields(hit(waivable=None)), "its Hit.waivable is NoneType"),
    (yields(hit(steps=SECRET)), "its Hit.steps is str"),
    (yields(hit(steps=Steps("a", "b", junk(None)))), "its Steps.notes is NoneType"),
    (yields(hit(suggest=("99992",))), "its answer has str in place of Suggestion"),
    (yields(hit(suggest=(Suggestion(junk(["99992"]), ""),))), "its Suggestion.code is list"),
    (yields(lambda line: Lacks(junk(["a", "list"]), line)), "its Lacks.what is list"),
    (yields(Lacks("a table", junk(1))), "its Lacks.line is int"),
    (yields(Lacks("a table", STRANGER)), "its answer names a line that is not one of the claim's"),
    (
        yields(Bypassed(STRANGER, FACT, "59")),
        "its answer names a line that is not one of the claim's",
    ),
    (
        yields(lambda line: Bypassed(line, junk(None), "59")),
        "its answer stands on NoneType; expected a fact of a table",
    ),
    (yields(lambda line: Bypassed(line, FACT, junk({59}))), "its Bypassed.modifier is set"),
]


@pytest.mark.parametrize(
    ("check", "what"), FAULTS, ids=[f"{at}: {what}" for at, (_, what) in enumerate(FAULTS)]
)
def test_failed(check: Any, what: str) -> None:
    """
    An edit that raises or answers nonsense makes the claim incomplete and is named, with
    no value of the claim; the others' findings stand, and the next claim is not touched.
    """
    scrubber = scrubber_of(
        LineEdit(toy_sold, AnyOf(["99991"])),
        LineEdit(check, AnyOf(["99991"])),
        ClaimEdit(toys_counted, AnyOf(["99990", "99991"])),
    )

    outcome, following = scrubber.scrub(claim("99991")), scrubber.scrub(claim("99990"))

    assert (Status.INCOMPLETE, failed(what)) == (outcome.status, placeless(outcome.failures))
    assert [("toy.toy_sold", 1), ("toy.toys_counted", 1)] == found(outcome)
    assert (Status.HELD, ()) == (following.status, placeless(following.failures))
    assert SECRET not in repr(outcome)


def test_interrupt() -> None:
    """
    Control-C is not taken for a failing edit.
    """
    with pytest.raises(KeyboardInterrupt):
        judged(raises(KeyboardInterrupt()))


def test_first_answers_stand() -> None:
    """
    What an edit found before it failed is told, beside its failure.
    """
    outcome = judged(yields(hit(), None), "99991", "99991")

    assert [("toy.faulty", 1)] == found(outcome)
    assert (
        failed("it yielded NoneType; expected Hit, Lacks or Bypassed"),
        Status.INCOMPLETE,
    ) == (placeless(outcome.failures), outcome.status)


@pytest.mark.parametrize(
    "answer", [hit(), lambda line: Lacks("all", line), lambda line: Bypassed(line, FACT, "59")]
)
def test_floods(answer: Any) -> None:
    """
    An edit that never ends its answers is stopped; the claim costs bounded memory.
    """
    outcome = judged(yields(*itertools.repeat(answer, 1_101)))
    endless = judged(forever(answer))

    assert failed("it gave more than 1,100 answers for one claim") == placeless(outcome.failures)
    assert failed("it gave more than 1,100 answers for one claim") == placeless(endless.failures)
    assert 1 == len(outcome.findings) + len(outcome.not_checked) + len(outcome.bypassed)


def test_many_answers() -> None:
    """
    Ten answers for each line, and a thousand more, are not too many.
    """
    outcome = judged(yields(*itertools.repeat(hit(), 1_010)))

    assert (Status.HELD, 1) == (outcome.status, len(outcome.findings))


def forever(answer: Any) -> Any:
    def faulty(line: ServiceLine, claim: Claim) -> Iterator[Any]:
        while True:
            yield answer(line)

    return faulty


def set_procedure(line: ServiceLine, claim: Claim) -> None:
    object.__setattr__(line, "procedure", SECRET)


def drop_lines(line: ServiceLine, claim: Claim) -> None:
    object.__setattr__(claim, "lines", ())


def swap_practitioner(line: ServiceLine, claim: Claim) -> None:
    object.__setattr__(line.rendering, "npi", SECRET)


def swap_billing(line: ServiceLine, claim: Claim) -> None:
    object.__setattr__(claim.billing, "npi", SECRET)


def take_away(line: ServiceLine, claim: Claim) -> None:
    object.__delattr__(line, "units")


def retype(line: ServiceLine, claim: Claim) -> None:
    object.__setattr__(line, "units", 1.0)


def swap_record(line: ServiceLine, claim: Claim) -> None:
    object.__setattr__(claim.documentation[0], "image_recorded", 1)


CHANGES = [
    *(set_procedure, drop_lines, swap_practitioner, swap_billing, take_away),
    *(retype, swap_record),
]
WHOLE = claim(
    {"procedure": "99991", "units": "1"},
    "99992",
    billing={"npi": "1234567893"},
    rendering={"npi": "1111111112"},
    documentation=[{"line": 1, "image_recorded": True}],
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("late", [False, True], ids=["at once", "when closed"])
def test_changed_claim(change: Any, late: bool) -> None:
    """
    A check that changes the claim behind its back is told; the claim is put back before
    any other edit sees it.
    """

    def faulty(line: ServiceLine, claim: Claim) -> Iterator[Any]:
        if not late:
            change(line, claim)
        try:
            yield 7 if late else Lacks("nothing")
        finally:
            if late:
                change(line, claim)

    def zero_changed(claim: Claim) -> Iterator[Hit]:
        if claim != claim_from(WHOLE):
            yield Hit(claim.lines[0], "changed", "none", FACT)

    given = claim_from(WHOLE)
    scrubber = scrubber_of(LineEdit(faulty, AnyOf(["99991"])), ClaimEdit(zero_changed, Always()))

    outcome = scrubber.scrub(given)

    changed = failed("it changed the claim; a check only reads")
    junk = failed("it yielded int; expected Hit, Lacks or Bypassed")
    assert (junk + changed if late else changed) == placeless(outcome.failures)
    assert [] == found(outcome)
    assert claim_from(WHOLE) == given
    assert repr(claim_from(WHOLE)) == repr(given)


def test_asked_once() -> None:
    """
    As long as no check changes the claim, each is asked once.
    """
    asked = []

    def toy_seen(claim: Claim) -> Iterator[Hit]:
        asked.append(claim)
        yield Hit(claim.lines[0], "m", "r", FACT)

    outcome = scrubber_of(ClaimEdit(toy_seen, Always())).scrub(WHOLE)

    assert (1, [("toy.toy_seen", 1)]) == (len(asked), found(outcome))


def test_changed_claim_not_remembered() -> None:
    """
    What an edit remembers of a claim that another has changed is not what it answers by.
    """
    remembered: list[tuple[Claim, str | None]] = []

    def faulty(claim: Claim) -> Iterator[Any]:
        object.__setattr__(claim.lines[0], "procedure", "99999")
        yield from ()

    def toy_told(claim: Claim) -> Iterator[Hit]:
        codes = [code for known, code in remembered if known is claim]
        remembered.append((claim, claim.lines[0].procedure))
        yield Hit(claim.lines[0], str(codes or remembered[-1][1]), "r", FACT)

    scrubber = scrubber_of(ClaimEdit(faulty, Always()), ClaimEdit(toy_told, Always()))

    outcome = scrubber.scrub(claim_from(WHOLE))

    assert failed("it changed the claim; a check only reads") == placeless(outcome.failures)
    assert ["99991"] == [finding.message for finding in outcome.findings]


def test_changed_once() -> None:
    """
    A check that changes the claim, and does not when it is asked again, can't be named;
    the claim is incomplete all the same, and nobody's answer is of the changed one.
    """
    times = itertools.count()

    def faulty(line: ServiceLine, claim: Claim) -> Iterator[Any]:
        if next(times) == 0:
            set_procedure(line, claim)
        yield from ()

    def zero_changed(claim: Claim) -> Iterator[Hit]:
        yield Hit(claim.lines[0], str(claim.lines[0].procedure), "none", FACT)

    scrubber = scrubber_of(LineEdit(faulty, AnyOf(["99991"])), ClaimEdit(zero_changed, Always()))

    outcome = scrubber.scrub(claim_from(WHOLE))

    message = (
        "an edit changed the claim, and not when it was asked again; which is not known; "
        "tell the plugins' authors"
    )
    assert (Status.INCOMPLETE, (Failure("edit", message),)) == (outcome.status, outcome.failures)
    assert ["99991"] == [finding.message for finding in outcome.findings]


def test_frozen() -> None:
    """
    A check that sets a field in the plain way fails, for a claim is frozen.
    """

    def faulty(line: ServiceLine, claim: Claim) -> Iterator[Hit]:
        line.procedure = "99992"  # type: ignore[misc]  # what is tested
        yield Hit(line, "m", "r", FACT)

    outcome = judged(faulty)

    assert failed("it raised FrozenInstanceError") == placeless(outcome.failures)


def test_not_a_generator() -> None:
    """
    A check that returns a list is refused when its edit is made.
    """

    def toy_listed(line: ServiceLine, claim: Claim) -> list[Hit]:
        return []

    with pytest.raises(PluginError) as told:
        LineEdit(toy_listed, Always())

    assert ("the check 'toy_listed' is not a generator function; yield its hits") == str(told.value)


@pytest.mark.parametrize(
    ("level", "using", "expected"),
    [
        (ClaimEdit, {}, "a claim edit with using=[] is called with (claim)"),
        (PayerEdit, {}, "a payer edit with using=[] is called with (claim, payer)"),
        (
            LineEdit,
            {"table": 1},
            "a line edit with using=['table'] is called with (line, claim, table)",
        ),
    ],
)
def test_wrong_arguments(level: type[Edit], using: dict[str, Any], expected: str) -> None:
    """
    A check whose parameters are not those of its level is refused when its edit is made.
    """
    with pytest.raises(PluginError) as told:
        level(toy_sold, Always(), using=using)

    assert f"the check 'toy_sold' takes (line, claim); {expected}" == str(told.value)


# What an edit could not answer, and what a modifier excused.


def test_lacks() -> None:
    """
    An edit that lacks what it needs leaves the claim unchecked, edit and line named.
    """

    def toy_dated(line: ServiceLine, claim: Claim) -> Iterator[Any]:
        line.day  # noqa: B018 - asked for what it raises
        if line.number == 3:
            msg = "toys before 2020-01-01"
            raise NotKnown(msg)
        yield Lacks("the price list", line)
        yield Lacks("the catalogue")

    span = {"procedure": "99991", "date": "2025-03-03", "through": "2025-03-04"}
    scrubber = scrubber_of(LineEdit(toy_dated, AnyOf(["99991"])))

    outcome = scrubber.scrub(claim(span, "99991", "99991", "99990", "99991"))

    assert (Status.UNCHECKED, ()) == (outcome.status, outcome.failures)
    assert (
        NotChecked("toy.toy_dated", None, "the catalogue"),
        NotChecked("toy.toy_dated", 1, "a single date of service (the line spans several days)"),
        NotChecked("toy.toy_dated", 2, "the price list"),
        NotChecked("toy.toy_dated", 3, "toys before 2020-01-01"),
        NotChecked("toy.toy_dated", 5, "the price list"),
    ) == outcome.not_checked


def test_claim_edit_lacks() -> None:
    """
    A claim edit that raises NotKnown has no line to tell.
    """

    def toys_dated(claim: Claim) -> Iterator[Hit]:
        yield Hit(claim.lines[0], "m", "r", FACT)
        claim.lines[1].day  # noqa: B018 - asked for what it raises

    scrubber = scrubber_of(ClaimEdit(toys_dated, AnyOf(["99991"])))

    outcome = scrubber.scrub(claim("99991", "99992", date=None, kind="institutional"))

    assert (NotChecked("toy.toys_dated", None, "a date of service"),) == outcome.not_checked
    assert (Status.HELD, [("toy.toys_dated", 1)]) == (outcome.status, found(outcome))


def test_bypassed() -> None:
    """
    What a modifier excuses is recorded, with the modifier and its source, and holds nothing.
    """

    def toy_excused(line: ServiceLine, claim: Claim) -> Iterator[Bypassed]:
        yield Bypassed(line, FACT, "59", related=(claim.lines[0],))
        yield Bypassed(line, FACT, "59", related=(claim.lines[0],))

    outcome = judged(toy_excused, "99990", "99991-59", wakes=AnyOf(["99991"]))

    (excused,) = outcome.bypassed
    assert (Status.CLEAN, ()) == (outcome.status, outcome.findings)
    assert Excused("toy.toy_excused", 2, "99991", "59", excused.related, SOURCE) == excused
    assert [1] == [line.number for line in excused.related]


# How hits become findings.


def test_stamp() -> None:
    """
    A finding carries what the hit says, and what core knows: edit, level, line, charge,
    plugin, version; its source and basis are the fact's.
    """
    payer_edit = attrs.evolve(SOURCE, basis=Basis.PAYER_EDIT)

    def toy_sold(line: ServiceLine, claim: Claim) -> Iterator[Hit]:
        yield Hit(
            line,
            "99991 is a toy",
            "remove it",
            Fact(key="99991", source=payer_edit),
            related=(claim.lines[1],),
            disposition=Disposition.DENY,
            action=Action.REMOVE,
            suggest=(Suggestion("99992", "it was a game"),),
            carc="97",
            rarc=("N20",),
            evidence={"price": "7.00"},
        )

    steps = Steps("the toy", "a toy", "the note")
    lines = [{"procedure": "99991", "charge": "12.50"}, "99992"]
    scrubber = scrubber_of(LineEdit(toy_sold, AnyOf(["99991"]), steps=steps))

    (finding,) = scrubber.scrub(claim(*lines)).findings

    assert (
        Finding(
            edit="toy.toy_sold",
            level="line",
            line=1,
            procedure="99991",
            disposition=Disposition.DENY,
            message="99991 is a toy",
            remedy="remove it",
            action=Action.REMOVE,
            suggest=(Suggestion("99992", "it was a game"),),
            steps=steps,
            related=(claim_from(claim(*lines)).lines[1],),
            basis=Basis.PAYER_EDIT,
            source=payer_edit,
            evidence={"price": "7.00"},
            carc="97",
            rarc=("N20",),
            charge=Decimal("12.50"),
            plugin="toy",
            plugin_version="2026.1.0",
            fingerprint=finding.fingerprint,
        )
        == finding
    )


def test_own_steps() -> None:
    """
    A hit's own steps stand in place of its edit's.
    """
    own = Steps("x", "y", "z")
    edit = LineEdit(yields(hit(steps=own), Lacks("x")), Always(), steps=Steps("a", "b", "c"))

    (finding,) = scrubber_of(edit).scrub(claim("99991")).findings

    assert own == finding.steps


def test_one_finding() -> None:
    """
    One finding for an edit and a line: the strongest, of equals the one about the first
    lines, in whatever order they come; it keeps the others' related lines and suggestions.
    """

    def toy_sold(claim: Claim) -> Iterator[Hit]:
        first, second, third, fourth = claim.lines
        one, two = Suggestion("99996", "one"), Suggestion("99997", "two")
        yield Hit(second, "weak", "r", FACT, (fourth,), Disposition.INFO, suggest=(one,))
        yield Hit(second, "strong", "r", FACT, (third,), Disposition.DENY, suggest=(two, one))
        yield Hit(second, "as strong", "r", FACT, (third, first), Disposition.DENY)
        yield Hit(first, "another line", "r", FACT)

    outcome = scrubber_of(ClaimEdit(toy_sold, Always())).scrub(claim(*CODES[:4]))

    assert [(1, "another line"), (2, "as strong")] == [
        (each.line, each.message) for each in outcome.findings
    ]
    assert [1, 3, 4] == [line.number for line in outcome.findings[1].related]
    assert ["99997", "99996"] == [each.code for each in outcome.findings[1].suggest]


def test_evidence_is_taken_at_once() -> None:
    """
    A check that goes on filling one mapping does not change what it found before.
    """

    def toy_sold(claim: Claim) -> Iterator[Hit]:
        evidence: dict[str, Any] = {"seen": []}
        for line in claim.lines:
            evidence["seen"].append(line.number)
            yield Hit(line, "m", "r", FACT, evidence=evidence)

    outcome = scrubber_of(ClaimEdit(toy_sold, Always())).scrub(claim("99991", "99992"))

    assert [{"seen": [1]}, {"seen": [1, 2]}] == [each.evidence for each in outcome.findings]


def test_evidence_is_plain() -> None:
    """
    Evidence comes out as what it was, of plain dicts, lists and tuples, five deep.
    """
    given = {"all": (1, "b", None, True, [nested(2)]), "none": {}, "kind": Disposition.DENY}

    (finding,) = judged(yields(hit(evidence=MappingProxyType(given)))).findings
    (deepest,) = judged(yields(hit(evidence=nested(5)))).findings

    assert (given, nested(5)) == (finding.evidence, deepest.evidence)
    assert type(finding.evidence) is dict


def test_evidence_is_a_claims_own() -> None:
    """
    Who fills the evidence of one outcome changes no other, though the claims are alike.
    """
    scrubber = scrubber_of(LineEdit(yields(hit(evidence={"seen": [1]})), Always()))
    first, second = (scrubber.scrub(claim("99991", id=name)).findings[0] for name in "ab")

    junk(first.evidence)["seen"].append(2)
    (third,) = scrubber.scrub(claim("99991", id="c")).findings

    assert [{"seen": [1]}] * 2 == [second.evidence, third.evidence]


DENY, REVIEW, INFO = Disposition.DENY, Disposition.REVIEW, Disposition.INFO


@pytest.mark.parametrize(
    ("default", "own", "paid", "expected", "status"),
    [
        (REVIEW, None, None, REVIEW, Status.HELD),
        (DENY, None, None, DENY, Status.HELD),
        (INFO, None, None, INFO, Status.CLEAN),
        (REVIEW, DENY, None, DENY, Status.HELD),
        (DENY, INFO, None, INFO, Status.CLEAN),
        # The payer's word replaces the default, stronger or weaker …
        (INFO, None, "deny", DENY, Status.HELD),
        (DENY, None, "info", INFO, Status.CLEAN),
        (INFO, None, "review", REVIEW, Status.HELD),
        # … and against the hit's own the weaker wins.
        (REVIEW, INFO, "deny", INFO, Status.CLEAN),
        (REVIEW, DENY, "review", REVIEW, Status.HELD),
        (INFO, DENY, "deny", DENY, Status.HELD),
    ],
)
def test_disposition(
    default: Disposition,
    own: Disposition | None,
    paid: str | None,
    expected: Disposition,
    status: Status,
) -> None:
    """
    The payer's word replaces the edit's default; against a hit's own, the weaker wins.
    """
    tables = {"disposition": {"toy.faulty": paid}} if paid else {}
    edit = LineEdit(yields(hit(disposition=own)), AnyOf(["99991"]), disposition=default)

    outcome = scrubber_of(edit, **tables).scrub(claim("99991"))

    assert ([expected], status) == ([each.disposition for each in outcome.findings], outcome.status)


@pytest.mark.parametrize("own", [None, DENY])
@pytest.mark.parametrize("paid", [None, "deny"])
def test_hearsay(own: Disposition | None, paid: str | None) -> None:
    """
    What is general knowledge never denies, whoever says so; it may say less.
    """
    tables = {"disposition": {"toy.faulty": paid}} if paid else {}
    hearsay = Fact(key="99991", source=HEARSAY)
    edit = LineEdit(yields(hit(because=hearsay, disposition=own)), Always(), disposition=DENY)
    weak = LineEdit(yields(hit(because=hearsay, disposition=INFO)), Always(), disposition=DENY)

    strongest = scrubber_of(edit, **tables).scrub(claim("99991"))
    weaker = scrubber_of(weak, **tables).scrub(claim("99991"))

    assert [REVIEW] == [each.disposition for each in strongest.findings]
    assert [INFO] == [each.disposition for each in weaker.findings]


def test_hearsay_merged() -> None:
    """
    Between hits on one line, what counts is what each may say, and the source is the
    winner's own.
    """
    hearsay = Fact(key="99991", source=HEARSAY)
    check = yields(
        hit(because=hearsay, disposition=DENY, message="be said"), hit(disposition=REVIEW)
    )

    (finding,) = judged(check).findings
    (denied,) = judged(
        yields(hit(because=hearsay, disposition=DENY), hit(disposition=DENY))
    ).findings

    assert (REVIEW, "be said", HEARSAY) == (finding.disposition, finding.message, finding.source)
    assert (DENY, SOURCE) == (denied.disposition, denied.source)


def test_observe() -> None:
    """
    An observed edit's findings are told apart, keep their disposition, and hold nothing.
    """
    edit = LineEdit(yields(hit(disposition=DENY)), AnyOf(["99991"]))
    scrubber = scrubber_of(edit, disposition={"toy.faulty": "observe"})

    outcome = scrubber.scrub(claim("99990", "99991"))

    assert (Status.CLEAN, ()) == (outcome.status, outcome.findings)
    assert [(2, DENY)] == [(each.line, each.disposition) for each in outcome.observed]


def test_place_of_failure() -> None:
    """
    A failure names the line of the check's own file that was running, and no value.
    """
    outcome = judged(raises(ValueError(SECRET)))

    (failure,) = outcome.failures
    code = raises(ValueError()).__code__
    line = max(number for _, _, number in code.co_lines() if number)
    assert (
        f"the edit failed: it raised ValueError at test_dispatch.py:{line}; tell the plugin's author"
    ) == failure.message


def test_observed_edit_fails() -> None:
    """
    An observed edit that fails still leaves the claim incomplete.
    """
    outcome = judged(raises(ValueError()), disposition={"toy.faulty": "observe"})

    assert (Status.INCOMPLETE, failed("it raised ValueError")) == (
        outcome.status,
        placeless(outcome.failures),
    )


def test_off() -> None:
    """
    An edit that is off does not run.
    """
    outcome = judged(raises(ValueError()), disposition={"toy.faulty": "off"})

    assert (Status.CLEAN, ()) == (outcome.status, outcome.failures)


def test_order() -> None:
    """
    Findings stand by line, then the strongest first, then by edit; however the plugin
    orders its edits and its answers.
    """

    def named(name: str, disposition: Disposition) -> ClaimEdit:
        def check(claim: Claim) -> Iterator[Hit]:
            for line in reversed(claim.lines):
                yield Hit(line, "m", "r", FACT, disposition=disposition)

        check.__name__ = name
        return ClaimEdit(check, Always())

    edits = [named("c", INFO), named("a", REVIEW), named("d", DENY), named("b", DENY)]
    several = claim("99991", "99992")

    outcomes = [scrubber_of(*order).scrub(several) for order in itertools.permutations(edits)]

    assert [(line, edit) for line in (1, 2) for edit in ("toy.b", "toy.d", "toy.a", "toy.c")] == [
        (each.line, each.edit) for each in outcomes[0].findings
    ]
    assert [outcomes[0]] * len(outcomes) == outcomes


def test_fingerprint() -> None:
    """
    A fingerprint is the same in another run, and another for another claim, line,
    procedure or edit.
    """

    def prints(*lines: str, edit: Edit | None = None, **fields: Any) -> list[str]:
        scrubber = scrubber_of(edit or LineEdit(toy_sold, Always()))
        return [each.fingerprint for each in scrubber.scrub(claim(*lines, **fields)).findings]

    first = prints("99991", "99991")
    other_edit = prints("99991", edit=ClaimEdit(toys_counted, Always()))
    others = [*prints("99992"), *prints("99991", id="other"), *other_edit]

    assert first == prints("99991", "99991", date="2025-03-04")
    assert ["946f95bb4a16730d"] == first[:1]
    assert 5 == len({*first, *others})
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in (*first, *others))


def test_strange_id() -> None:
    """
    A claim whose id holds half a surrogate pair is judged like any other.
    """
    outcome = scrubber_of(LineEdit(toy_sold, Always())).scrub(claim("99991", id="\ud800"))

    assert [("toy.toy_sold", 1)] == found(outcome)


def test_no_prints(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Core itself says nothing when an edit fails: the outcome does.
    """
    judged(raises(ValueError(SECRET)))
    judged(junk_then_raises)

    assert ("", "") == capsys.readouterr()


def junk_then_raises(line: ServiceLine, claim: Claim) -> Iterator[Any]:
    try:
        yield 7
    finally:
        raise ValueError(SECRET)
