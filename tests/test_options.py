"""
Options: a plugin's own typed class from its table in a payer's config.
"""

import datetime
import enum
from collections.abc import Mapping
from decimal import Decimal

import attrs
import pytest

from cleanclaim.errors import ConfigError, PluginError
from cleanclaim.options import Options, structure


class Bypass(enum.StrEnum):
    """
    A choice.
    """

    BOTH = "both_lines_differ"
    EITHER = "either_line"


@attrs.frozen
class Window:
    """
    A table within a table.
    """

    days: int
    before: bool = False


@attrs.frozen
class Knobs:
    """
    An option of every type.
    """

    packaged: bool = True
    bypass: Bypass = Bypass.BOTH
    limit: int = attrs.field(default=3, validator=attrs.validators.ge(0))
    share: Decimal = Decimal(1)
    since: datetime.date | None = None
    codes: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    window: Window | None = None
    units: Mapping[str, int] = attrs.field(factory=dict)


@attrs.frozen
class Needy:
    """
    Options without defaults.
    """

    area: str
    zone: str


def where(path):
    return " ".join(["a.toml:7: [options.case]", *map(str, path)])


def refusal(data, shape=Knobs):
    with pytest.raises(ConfigError) as error:
        structure(shape, data, where)
    return str(error.value)


def test_defaults():
    """
    A table that sets nothing gives the class's defaults.
    """
    assert Knobs() == structure(Knobs, {}, where)


def test_every_type():
    """
    Every type that options may have is read from plain TOML data.
    """
    options = structure(
        Knobs,
        {
            "packaged": False,
            "bypass": "either_line",
            "limit": 4,
            "share": Decimal("0.5"),
            "since": datetime.date(2026, 1, 1),
            "codes": ["77002", "77003"],
            "order": ["b", "a"],
            "window": {"days": 1, "before": True},
            "units": {"77002": 2},
        },
        where,
    )

    expected = Knobs(
        packaged=False,
        bypass=Bypass.EITHER,
        limit=4,
        share=Decimal("0.5"),
        since=datetime.date(2026, 1, 1),
        codes=frozenset({"77002", "77003"}),
        order=("b", "a"),
        window=Window(days=1, before=True),
        units={"77002": 2},
    )
    assert expected == options


FAULTS = [
    ({"packagd": True}, ": unknown option 'packagd'; did you mean 'packaged'?"),
    (
        {"colour": True},
        (
            ": unknown option 'colour'; expected one of packaged, bypass, limit, share, since,"
            " codes, order, window, units"
        ),
    ),
    ({"packaged": "yes"}, " packaged: 'yes'; expected true or false, without quotes"),
    ({"packaged": 1}, " packaged: 1; expected true or false, without quotes"),
    ({"limit": True}, " limit: true; expected a whole number"),
    ({"limit": Decimal("1.5")}, " limit: 1.5; expected a whole number"),
    ({"limit": 2**63}, " limit: 9223372036854775808; expected a whole number"),
    ({"limit": -1}, " limit: must be >= 0: -1"),
    ({"share": Decimal("inf")}, " share: Infinity; expected a number"),
    ({"share": Decimal("nan")}, " share: NaN; expected a number"),
    ({"share": Decimal("1e999999")}, " share: 1E+999999; expected a number"),
    (
        {"bypass": "either_lines"},
        (
            " bypass: 'either_lines'; expected one of both_lines_differ, either_line;"
            " did you mean 'either_line'?"
        ),
    ),
    (
        {"since": "2026-01-01"},
        " since: '2026-01-01'; expected a date such as 2026-11-23, without quotes",
    ),
    (
        {"since": datetime.datetime(2026, 1, 1)},  # noqa: DTZ001 - as TOML writes a local time
        " since: 2026-01-01 00:00:00; expected a date such as 2026-11-23, without quotes",
    ),
    ({"codes": "77002"}, " codes: '77002'; expected a list in [ ]"),
    ({"codes": ["77002", 77003]}, " codes 1: 77003; expected text in quotes"),
    ({"codes": ["77002", "77002"]}, " codes 1: '77002' stands twice in the list"),
    ({"window": {"before": True}}, " window: 'days' is missing"),
    ({"window": 3}, " window: 3; expected a table"),
    ({"units": {"77002": "2"}}, " units 77002: '2'; expected a whole number"),
]


@pytest.mark.parametrize(("data", "expected"), FAULTS)
def test_fault(data, expected):
    """
    An option that is unknown or of the wrong type is refused, with its place.
    """
    assert f"a.toml:7: [options.case]{expected}" == refusal(data)


def test_together():
    """
    All faults of a table are told together.
    """
    message = refusal({"packaged": "no", "limit": "3"})

    assert (
        "a.toml:7: [options.case] packaged: 'no'; expected true or false, without quotes\n"
        "a.toml:7: [options.case] limit: '3'; expected a whole number"
    ) == message


def test_missing():
    """
    Options without a default have to be set.
    """
    message = refusal({}, Needy)

    assert "a.toml:7: [options.case]: 'area', 'zone' are missing" == message


def test_not_a_class_for_options():
    """
    A class that is not an attrs class is the plugin's fault, not the config's.
    """
    with pytest.raises(PluginError) as error:
        structure(dict, {}, where)

    assert (
        "<class 'dict'> can't be filled from TOML: <class 'dict'> is not an attrs-decorated class.;"
        " expected an attrs class"
    ) == str(error.value)


def test_not_a_type_for_options():
    """
    A field of a type that no TOML can hold is the plugin's fault too.
    """
    odd = attrs.make_class("Odd", {"x": attrs.field(type=complex, default=1j)})

    with pytest.raises(PluginError) as error:
        structure(odd, {"x": 1}, where)

    assert "a field of type <class 'complex'> can't be read from TOML" == str(error.value)


def test_reach():
    """
    A plugin reaches its own options and those of its dependencies, by class.
    """
    options = Options("case", {Knobs: Knobs()}, {Window: "other"})

    with pytest.raises(PluginError) as out_of_reach:
        options.of(Window)
    with pytest.raises(PluginError) as nowhere:
        options.of(Needy)

    assert Knobs() == options.of(Knobs)
    assert (
        "plugin 'case' asks for the options 'Window' of 'other';"
        " add 'other' to its project dependencies"
    ) == str(out_of_reach.value)
    assert (
        "plugin 'case' asks for the options 'Needy', which no plugin declares;"
        " return the class from scrub_options"
    ) == str(nowhere.value)
