"""
What the rulebook says of guidance beside one procedure, from its tables alone.

A claim of two lines, on one day, by one practitioner: for each line and edit, what is to
be found. Nothing here is read from a plugin; the constants are the rulebook's own lists.
"""

import datetime
from collections.abc import Iterator

import attrs
from boundaries.oracle.data import Window, exclusions, pairs, primaries, procedures

INCLUDED = "complete_code_inclusion.included_guidance"
UNGUIDED = "complete_code_inclusion.unguided_code"
WRONG = "complete_code_inclusion.wrong_modality"
EXCLUDED = "modality_exclusions.excluded_pair"
SEVERAL = "modality_exclusions.several_modalities"
SEPARATE = "fluoroscopy_76000.separate_procedure"
MISSING = "add_on_primaries.primary_missing"
EDITS = frozenset({INCLUDED, UNGUIDED, WRONG, EXCLUDED, SEVERAL, SEPARATE, MISSING})

# Rulebook 1 and 1.1: which guidance is barred, and its modality; 75989 is of any.
MODALITY = {
    **dict.fromkeys(("76000", "77001", "77002", "77003"), "FL"),
    **dict.fromkeys(("76937", "76942", "76998"), "US"),
    "77012": "CT",
    "77021": "MR",
    "75989": "ANY",
}
NEEDLE = ("76942", "77002", "77003", "77012", "77021")  # rulebook 2
# Rulebook 11: the guidance codes whose pairs are in the tables; and those that report
# guidance too, whose pairs with these stand there (rulebook 5.2 and 5.3).
GUIDANCE = frozenset({*MODALITY, "76940", "77011", "77013", "77022"})
ALSO_GUIDANCE = frozenset({"76930", "76941", "76945", "76946", "76948", "76965", "77014", "G6001"})
# Rulebook 1.2: without guidance, and which guidance triggers.
WITHOUT = {
    **dict.fromkeys(("49082", "32554", "32556"), ("76942", "77002", "77012", "77021", "76000")),
    **dict.fromkeys(("10021", "10004"), ("76942", "77002", "77012", "77021")),
    **dict.fromkeys(("20600", "20605", "20610"), ("76942", "76998")),
    **dict.fromkeys(("62320", "62322", "62324", "62326"), ("77003", "77002", "77012", "76942")),
    **dict.fromkeys(("62270", "62272"), ("77012", "77003", "77002")),
    **dict.fromkeys(("36568", "36569"), ("76937", "77001", "76942", "77002")),
    **dict.fromkeys(("46945", "46946"), ("76942", "76998")),
    "19100": ("76942", "77002", "77012", "77021"),
    **dict.fromkeys(("43762", "43763"), ("76000", "77002")),
}
_TOGETHER = {"49082": "49083", "32554": "32555", "20600": "20604", "10021": "10005"}
_FROM_2020 = ("62270", "62272", "46945", "46946")
_BLOCKS = ("64415", "64416", "64417", "64445", "64446", "64447", "64448")
# Rulebook 4.5: CT arthrography, which the code book allows with 77002.
_CT_ARTHROGRAPHY = ("70487", "73201", "73202", "73701", "73702")
# Rulebook 2, by name; G0260 is the facility's 27096.
_FL_OR_CT = (
    *("27096", "62321", "62323", "62325", "62327", "62328", "62329", "64451"),
    *("64479", "64480", "64483", "64484", "64490", "64491", "64492", "64493", "64494"),
    *("64495", "64625", "64633", "64634", "64635", "64636"),
)
FACILITY_27096 = "G0260"
_ALLOWED = ("36597",)  # rulebook 5.1
TYPE_II = ("0054T", "0055T", "75774", "76937", "77001")  # rulebook 3
# Rulebook 4.3: column 2 to 77001.
_PART_OF_77001 = ("36005", "75820", "75822", "75825", "75827", "71045", "71046", "71047")
# Rulebook 8.12: drainage. 8.11: ablations with a needle's guidance.
_BY_NAME = frozenset(
    {("75989", code) for code in ("10030", "49405", "49406", "49407", "32557")}
    | {(by, "G0260") for by in ("77003", "77012", "76942")}  # 0.5.5
)
_ABLATIONS = ("47382", "47383", "50592", "50593")


@attrs.frozen
class Expected:
    """
    What one edit is to find on one of the two codes, the NCCI pair that it names, and
    whether the note under the guidance code does.
    """

    edit: str
    code: str
    disposition: str
    pair: str = ""
    printed: bool = False


@attrs.frozen
class Question:
    """
    A code and guidance on one day, and the setting that is asked; ``distinct``: the
    second line carries modifier 59.
    """

    code: str
    by: str
    day: datetime.date
    setting: str
    distinct: bool = False

    def pair(self, column1: str, column2: str) -> Window | None:
        """
        NCCI's pair in this order, where this kind of claim has that step at all.
        """
        if self.setting == "clinic":
            return None  # rulebook 0.2: 71x and 77x have no NCCI step
        kind = "practitioner" if self.setting == "physician" else "hospital"
        windows = pairs()[kind].get((column1, column2), ())
        return next((window for window in windows if window.holds(self.day)), None)

    def either(self, one: str, other: str) -> Window | None:
        return self.pair(one, other) or self.pair(other, one)

    def denied(self, pair: Window | None) -> str:
        """
        Deny, unless a modifier calls it distinct: then a review, since nothing else on
        the claim can be what was guided (rulebook 0.3). Indicator 0 is never passed.
        """
        passable = pair is None or pair.indicator == 1
        return "review" if self.distinct and passable else "deny"


def expected(ask: Question) -> frozenset[Expected]:
    """
    All that is to be found on the two lines, infos left out.
    """
    found: set[Expected] = set()
    for by, code in ((ask.by, ask.code), (ask.code, ask.by)):
        for rule in (_excluded, _included, _without, _wrong, _several, _fluoroscopy, _add_on):
            found.update(rule(ask, by, code))
    return frozenset(found)


def _excluded(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 4; 76000's list is another edit's (0.5.4).
    """
    if by == "77001" and code in _PART_OF_77001 and ask.pair(by, code) and not ask.distinct:
        yield Expected(EXCLUDED, code, "deny", f"{by}/{code}")
    pair = ask.either(code, by)
    row = exclusions().get((by, code))
    if row is not None and row.printed:
        if _listed(by, code, ask.day):
            # Of two guidance codes the one goes that NCCI puts second (rulebook 7).
            gone = code if code in GUIDANCE else by
            yield Expected(EXCLUDED, gone, ask.denied(pair), named(pair), printed=True)
    elif by == "76942" and code in _ABLATIONS and row is None:
        yield Expected(EXCLUDED, by, "review")  # no pair: general knowledge
    elif pair is not None and code not in GUIDANCE | ALSO_GUIDANCE and by != "76000":
        if by == "77002" and code in _CT_ARTHROGRAPHY:
            yield Expected(EXCLUDED, by, "review", named(pair))
        elif row is not None or (by, code) in _BY_NAME:
            yield Expected(EXCLUDED, by, ask.denied(pair), named(pair))


def named(pair: Window | None) -> str:
    """
    A pair as a finding names it: column 1, column 2.
    """
    return pair.columns if pair is not None else ""


def _listed(by: str, code: str, day: datetime.date) -> bool:
    """
    Rulebook 0.5.3: the dates of the note lists, and of the codes' own lives.
    """
    known = procedures().get(code)
    if known is not None and known.role == "complete" and not known.life.holds(day):
        return False
    return not (by == "77003" and code in ("62270", "62272") and day.year < _RELISTED)


_RELISTED = 2020


def _included(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 1: the code includes this guidance, or NCCI pairs the two; of the guidance
    that rulebook 1 does not name, what costs the procedure its payment (8.15).
    """
    known = procedures().get(code)
    if by not in GUIDANCE or known is None or not known.complete:
        return
    if not known.life.holds(ask.day) or (by == "76000" and code in _ALLOWED):
        return
    if by not in MODALITY:
        pair, covers = ask.pair(by, code), False
    else:
        pair, covers = ask.either(code, by), covered(known.includes, MODALITY[by])
    if not covers and pair is None:
        return
    published = known.verified or pair is not None
    yield Expected(INCLUDED, by, ask.denied(pair) if published else "review", named(pair))


def covered(includes: frozenset[str], modality: str) -> bool:
    """
    Whether a code that includes these modalities includes that one (rulebook 1).
    """
    if "ANY" in includes or modality in includes:
        return True
    return modality == "FL" and "RSI" in includes


def _without(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 1.2: guidance is denied, and the procedure asked to be recoded where a code
    with that guidance exists; both codes of a pair together.
    """
    if _TOGETHER.get(code) == by and ask.setting != "clinic":
        modifiable = code in ("20600", "10021")
        if not (modifiable and ask.distinct):
            yield Expected(UNGUIDED, code, "deny", f"{by}/{code}")
    if by not in WITHOUT.get(code, ()):
        return
    if code in _FROM_2020 and ask.day < datetime.date(2020, 1, 1):
        return
    pair = ask.either(code, by)
    yield Expected(UNGUIDED, by, ask.denied(pair), named(pair))
    siblings = procedures()[code].instead
    if code in ("46945", "46946"):
        return  # another technique: no recode
    if MODALITY[by] in siblings or "ANY" in siblings:
        yield Expected(UNGUIDED, code, "review")


def _wrong(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 2: a code of one modality, or of fluoroscopy or CT, beside another's.
    """
    if by not in NEEDLE:
        return
    if code == FACILITY_27096:
        if MODALITY[by] not in ("FL", "CT"):
            yield Expected(WRONG, code, "review")
        return
    known = procedures().get(code)
    if known is None or not known.complete or not known.life.holds(ask.day):
        return
    single = len(known.includes) == 1 and not known.includes & {"ANY", "RSI"} and known.required
    if (single or code in _FL_OR_CT) and not covered(known.includes, MODALITY[by]):
        yield Expected(WRONG, code, "review")


def _several(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 8.2: of two guidance codes, column 2 goes; 76000 has its own edit.
    """
    pair = ask.pair(code, by)
    if {by, code} <= GUIDANCE | ALSO_GUIDANCE and by != "76000" and pair is not None:
        yield Expected(SEVERAL, by, ask.denied(pair), named(pair))


def _fluoroscopy(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 5.1: 76000 is a component of what NCCI puts before it, and on a physician's
    claim a separate procedure beside any other (0.5.4).
    """
    if by != "76000" or code == by:
        return
    pair = ask.pair(code, by)
    if pair is not None:
        yield Expected(SEPARATE, by, ask.denied(pair), named(pair))
    elif ask.setting == "physician" and code not in _ALLOWED and _procedure(code):
        yield Expected(SEPARATE, by, "review")


def _procedure(code: str) -> bool:
    """
    A procedure line: 10000 to 69999, or Category III that the tables know with guidance.
    """
    if code.isdigit():
        return 10000 <= int(code) <= 69999
    return code in _known_with_guidance()


def _known_with_guidance() -> frozenset[str]:
    if not _KNOWN_WITH:
        _KNOWN_WITH.update(one for kind in pairs().values() for one, _ in kind)
        _KNOWN_WITH.update(code for code, row in procedures().items() if row.complete)
    return frozenset(_KNOWN_WITH)


_KNOWN_WITH: set[str] = set()


def _add_on(ask: Question, by: str, code: str) -> Iterator[Expected]:
    """
    Rulebook 3, type I: no listed primary. Type II has no list in the tables.
    """
    listed = primaries().get(by)
    if listed is None:
        return
    born = min(window.first for window in listed.values())
    if ask.day < born or (code in listed and listed[code].holds(ask.day)):
        return
    yield Expected(MISSING, by, "review" if ask.setting == "opps" else "deny")
