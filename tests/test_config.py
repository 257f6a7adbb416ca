"""
A payer's config: what it says once merged, and what it may not say.
"""

import datetime
import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim import layers, shapes
from cleanclaim.config import (
    ConfigFile,
    Payer,
    Setting,
    Treatment,
    Waiver,
    config_from,
    load_config,
    load_configs,
    schema,
)
from cleanclaim.errors import ConfigError
from cleanclaim.model import Kind

SHIPPED = Path(__file__).parents[1] / "configs"

PAYER = """\
[payer]
id = "acme"
name = "Acme"
kinds = ["professional"]
payer_ids = ["ACME"]
setting = "physician"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, text in files.items():
            path = Path("configs", *name.split("__")).with_suffix(".toml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Path("configs")

    return write


def refusal(load, *given):
    with pytest.raises(ConfigError) as error:
        load(*given)
    return str(error.value)


# What a config says.


def test_whole(folder):
    """
    A config says which claims are a payer's and how to judge them.
    """
    configs = folder(
        acme="""\
plugins = ["add_on_primaries"]
[payer]
id = "acme_outpatient"
name = "Acme, outpatient"
kinds = ["institutional"]
payer_ids = [" acme ", "60054"]
claim_filing = ["ci"]
types_of_bill = ["13", "85"]
setting = "opps"
default = true
out_of_scope = "not yet"
[options.guidance_facts]
anatomic_bypass = "either_line"
[disposition]
"add_on_primaries.primary_missing" = "observe"
[[waive]]
edit = "add_on_primaries.primary_missing"
codes = ["77002"]
with_codes = ["27369"]
npis = ["1234567893"]
from = 2026-01-01
until = 2027-03-31
reason = "until the interface is fixed"
"""
    )

    config = load_config(configs / "acme.toml")

    assert Path("configs/acme.toml") == config.path
    assert (
        Payer(
            id="acme_outpatient",
            name="Acme, outpatient",
            kinds=frozenset({Kind.INSTITUTIONAL}),
            payer_ids=frozenset({"ACME", "60054"}),
            claim_filing=frozenset({"CI"}),
            types_of_bill=("13", "85"),
            setting=Setting.OPPS,
            default=True,
            out_of_scope="not yet",
        )
        == config.payer
    )
    assert ("add_on_primaries",) == config.plugins
    assert {"guidance_facts": {"anatomic_bypass": "either_line"}} == config.options
    assert {"add_on_primaries.primary_missing": Treatment.OBSERVE} == config.dispositions
    assert (
        Waiver(
            edit="add_on_primaries.primary_missing",
            codes=frozenset({"77002"}),
            with_codes=frozenset({"27369"}),
            npis=frozenset({"1234567893"}),
            since=datetime.date(2026, 1, 1),
            until=datetime.date(2027, 3, 31),
            reason="until the interface is fixed",
        ),
    ) == config.waivers


def test_memory():
    """
    A config can be made from plain data, under a name that stands for the file.
    """
    payer = {"id": "a", "name": "A", "kinds": ["professional"], "default": True}

    config = config_from({"payer": {**payer, "setting": "physician"}}, "case")

    assert "a" == config.payer.id
    assert "case: [payer] id" == config.where(("payer", "id"))


BASE = """\
plugins = ["one", "two"]
[options.shared]
kept = 1
replaced = [1, 2]
[[waive]]
edit = "one.first"
until = 2027-01-01
reason = "of the base"
"""
OVER = f"""\
extends = "base.toml"
plugins = ["three"]
{PAYER}
[options.shared]
replaced = [3]
[options.own]
added = true
[[waive]]
edit = "three.second"
until = 2027-01-01
reason = "of the payer"
"""


def test_extends(folder):
    """
    Tables merge, arrays replace, waivers add up.
    """
    config = load_config(folder(base=BASE, acme=OVER) / "acme.toml")

    assert ("three",) == config.plugins
    assert {"shared": {"kept": 1, "replaced": [3]}, "own": {"added": True}} == config.options
    assert ["of the base", "of the payer"] == [waiver.reason for waiver in config.waivers]
    assert "extends" not in config.merged


def test_origins(folder):
    """
    Every merged value knows the file and line that set it.
    """
    config = load_config(folder(base=BASE, acme=OVER) / "acme.toml")

    origins = config.origins()

    base, acme = "configs/base.toml", "configs/acme.toml"
    assert {
        ("plugins",): (acme, 2),
        ("payer", "id"): (acme, 4),
        ("payer", "name"): (acme, 5),
        ("payer", "kinds"): (acme, 6),
        ("payer", "payer_ids"): (acme, 7),
        ("payer", "setting"): (acme, 8),
        ("options", "shared", "kept"): (base, 3),
        ("options", "shared", "replaced"): (acme, 11),
        ("options", "own", "added"): (acme, 13),
        ("waive", 0, "edit"): (base, 6),
        ("waive", 0, "until"): (base, 7),
        ("waive", 0, "reason"): (base, 8),
        ("waive", 1, "edit"): (acme, 15),
        ("waive", 1, "until"): (acme, 16),
        ("waive", 1, "reason"): (acme, 17),
    } == origins


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("plugins", 0), "configs/acme.toml:2: plugins"),
        (("options", "shared", "kept"), "configs/base.toml:3: [options.shared] kept"),
        (("options", "shared", "replaced"), "configs/acme.toml:11: [options.shared] replaced"),
        (("options", "shared"), "configs/acme.toml:10: [options.shared]"),
        (("options", "shared", "absent"), "configs/acme.toml:10: [options.shared] absent"),
        (("waive", 0, "edit"), "configs/base.toml:6: [[waive]] edit"),
        (("waive", 1, "edit"), "configs/acme.toml:15: [[waive]] edit"),
        (("waive", 1), "configs/acme.toml:14: [[waive]]"),
        ((), "configs/acme.toml:1"),
    ],
)
def test_where(folder, path, expected):
    """
    An error found later can be placed in the file that the value came from.
    """
    config = load_config(folder(base=BASE, acme=OVER) / "acme.toml")

    assert expected == config.where(path)


def test_extends_below(folder):
    """
    A base may stand in a folder below, where it is no config of its own.
    """
    configs = folder(
        shared__base='plugins = ["one"]', acme=f'extends = "shared/base.toml"\n{PAYER}'
    )

    assert [("one",)] == [config.plugins for config in load_configs(configs)]


def test_payer_over_payer(folder):
    """
    A payer may extend another payer, and be told apart by what it says itself.
    """
    configs = folder(
        acme=PAYER,
        blue='extends = "acme.toml"\n[payer]\nid = "blue"\npayer_ids = ["BLUE"]\n',
    )

    assert [("acme", ["ACME"]), ("blue", ["BLUE"])] == [
        (config.payer.id, [*config.payer.payer_ids]) for config in load_configs(configs)
    ]


_OPTIONS = st.dictionaries(
    st.sampled_from("abc"), st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2), max_size=3
)
_LAYER = st.fixed_dictionaries(
    {},
    optional={
        "plugins": st.lists(st.sampled_from(["one", "two"]), max_size=2),
        "options": st.dictionaries(st.sampled_from(["one", "two"]), _OPTIONS, max_size=2),
        "waive": st.lists(st.fixed_dictionaries({"edit": st.sampled_from("xyz")}), max_size=2),
    },
)


@given(bottom=_LAYER, middle=_LAYER, top=_LAYER)
def test_merging_is_associative(bottom, middle, top):
    """
    Three layers give the same, whichever two are merged first.
    """
    from_below = layers.merge(layers.merge(bottom, middle), top)
    from_above = layers.merge(bottom, layers.merge(middle, top))

    assert from_below == from_above


# What a config may not say.

FAULTS = {
    'plugin = ["one"]': "1: unknown key 'plugin'; did you mean 'plugins'?",
    'plugins = "one"': "1: plugins: 'one'; expected a list in [ ]",
    'plugins = ["One"]': (
        "1: plugins: 'One' is not a plugin's name; expected small letters, digits and _"
    ),
    'plugins = [\n"../evil.py"]': (
        "2: plugins: '../evil.py' is not a plugin's name; expected small letters, digits and _"
    ),
    'plugins = ["one", "one"]': "1: plugins: 'one' stands twice in the list",
    'options.one = "x"': "1: options.one: 'x'; expected a table",
    "[options.'os:system']": (
        "1: [options.\"os:system\"]: 'os:system' is not a plugin's name;"
        " expected small letters, digits and _"
    ),
    '[disposition]\n"one.two" = "denied"': (
        "2: [disposition] \"one.two\": 'denied';"
        " expected one of deny, review, info, observe, off; did you mean 'deny'?"
    ),
    '[disposition]\none.two = "deny"': (
        "2: [disposition] one: 'one' is not an edit; expected \"plugin.edit\", in quotes"
    ),
    "[disposition]\n'one.two' = true": (
        '2: [disposition] "one.two": true; expected one of deny, review, info, observe, off'
    ),
    "waive = {}": "1: waive: a table; expected a list in [ ]",
    '[[waive]]\nedit = "one.two"\nreason = "r"': "1: [[waive]]: 'until' is missing",
    '[[waive]]\nedit = "one.two"\nreason = "r"\nuntil = "2027-03-31"': (
        "4: [[waive]] until: '2027-03-31'; expected a date such as 2026-11-23, without quotes"
    ),
    '[[waive]]\nedit = "one.two"\nreason = "r"\nfrom = 2027-04-01\nuntil = 2027-03-31': (
        "4: [[waive]] from: 2027-04-01 is after until, 2027-03-31; expected from before until"
    ),
    '[[waive]]\nedit = "one.two"\nreason = "r"\nuntil = 2027-03-31\ncode = ["77002"]': (
        "5: [[waive]]: unknown key 'code'; did you mean 'codes'?"
    ),
    '[[waive]]\nedit = "one.two"\nreason = "r"\nuntil = 2027-03-31\ncodes = []': (
        "5: [[waive]] codes: an empty list; leave the key out to mean any"
    ),
    '[[waive]]\nedit = "one.two"\nreason = "r"\nuntil = 2027-03-31\ncodes = ["7700"]': (
        "5: [[waive]] codes: '7700'; not a procedure code; expected five letters or digits"
    ),
    '[[waive]]\nedit = "one.two"\nreason = "r"\nuntil = 2027-03-31\nnpis = ["12"]': (
        "5: [[waive]] npis: '12'; expected an NPI of ten digits"
    ),
    '[[waive]]\nedit = "one.two"\nreason = " "\nuntil = 2027-03-31': (
        "3: [[waive]] reason: empty; expected why"
    ),
    '[[waive]]\nedit = "one"\nreason = "r"\nuntil = 2027-03-31': (
        "2: [[waive]] edit: 'one' is not an edit; expected plugin.edit"
    ),
    "extends = 3": "1: extends: 3; expected text in quotes",
    'extends = "../base.toml"': (
        "1: extends: '../base.toml'; expected the name of a .toml file in this folder or below it"
    ),
    'extends = "/etc/base.toml"': (
        "1: extends: '/etc/base.toml'; expected the name of a .toml file in this folder or below it"
    ),
    'extends = "https://example.org/base.toml"': (
        "1: extends: 'https://example.org/base.toml';"
        " expected the name of a .toml file in this folder or below it"
    ),
    'extends = "$HOME/base.toml"': (
        "1: extends: '$HOME/base.toml';"
        " expected the name of a .toml file in this folder or below it"
    ),
    'extends = "base.py"': (
        "1: extends: 'base.py'; expected the name of a .toml file in this folder or below it"
    ),
    'extends = "acm.toml"': (
        "1: extends: no file 'acm.toml' in configs; did you mean 'acme.toml'?"
    ),
    'extends = "acme.toml"': "1: extends: extends itself in a cycle: acme.toml → acme.toml",
}


@pytest.mark.parametrize("text", FAULTS)
def test_fault(folder, text):
    """
    What a config may not say is refused, with file, line, key and a near name.
    """
    configs = folder(acme=f"{text}\n{PAYER}")

    assert f"configs/acme.toml:{FAULTS[text]}" == refusal(load_config, configs / "acme.toml")


PAYER_FAULTS = {
    "id =\nidd =": "2: [payer]: unknown key 'idd'; did you mean 'id'?",
    '"acme"\n"Acme Inc"': (
        "2: [payer] id: 'Acme Inc';"
        " expected small letters, digits and _, such as medicare_outpatient"
    ),
    '"Acme"\n""': "3: [payer] name: empty; expected the payer's name for people",
    '"physician"\n"phisician"': (
        "6: [payer] setting: 'phisician';"
        " expected one of physician, asc, opps, non_opps, cah, inpatient;"
        " did you mean 'physician'?"
    ),
    '["professional"]\n[]': (
        "4: [payer] kinds: an empty list; expected professional, institutional, or both"
    ),
    '["professional"]\n["profesional"]': (
        "4: [payer] kinds: 'profesional'; expected one of professional, institutional;"
        " did you mean 'professional'?"
    ),
    '["ACME"]\n["ACME", "ACME"]': "5: [payer] payer_ids: 'ACME' stands twice in the list",
    '["ACME"]\n[" "]': "5: [payer] payer_ids: an empty id; expected the ids that claims carry",
    '["ACME"]\n[60054]': "5: [payer] payer_ids: 60054; expected text in quotes",
    '["ACME"]\n[]': (
        "1: [payer]: names no payer_ids and is not the default; expected one of the two"
    ),
    'setting\ndefault = "yes"\nsetting': (
        "6: [payer] default: 'yes'; expected true or false, without quotes"
    ),
    'setting\nclaim_filing = ["medicare"]\nsetting': (
        "6: [payer] claim_filing: 'MEDICARE'; expected a claim filing code such as MA"
    ),
    'setting\ntypes_of_bill = ["13"]\nsetting': (
        "6: [payer] types_of_bill: only institutional claims have one;"
        " add institutional to kinds, or remove it"
    ),
    '["professional"]\n["institutional"]\ntypes_of_bill = ["0131"]': (
        "5: [payer] types_of_bill: '0131';"
        " expected a prefix such as 7, 13 or 131, without a leading 0"
    ),
    'setting\nout_of_scope = ""\nsetting': (
        "6: [payer] out_of_scope: empty; expected why its claims are not judged"
    ),
}


@pytest.mark.parametrize("change", PAYER_FAULTS)
def test_payer_fault(folder, change):
    """
    A payer that can't be told, or is told wrongly, is refused.
    """
    old, _, new = change.partition("\n")
    configs = folder(acme=PAYER.replace(old, new, 1))

    message = refusal(load_config, configs / "acme.toml")

    assert f"configs/acme.toml:{PAYER_FAULTS[change]}" == message


def test_missing(folder):
    """
    What neither a file nor its base says is missing.
    """
    configs = folder(acme='[payer]\nid = "acme"\nname = "Acme"\n')

    assert "configs/acme.toml:1: [payer]: 'kinds', 'setting' are missing" == refusal(
        load_config, configs / "acme.toml"
    )


def test_all_faults_of_all_files(folder):
    """
    The faults of all files are told together, each once, in the order of the files.
    """
    configs = folder(
        acme=f'extends = "base.toml"\nplugns = []\n{PAYER}default = "yes"\n',
        base="[option]\n",
        blue=f'extends = "base.toml"\n{PAYER}',
        cyan="a = 1\na = 2\n",
    )

    assert (
        "configs/acme.toml:2: unknown key 'plugns'; did you mean 'plugins'?\n"
        "configs/acme.toml:9: [payer] default: 'yes'; expected true or false, without quotes\n"
        "configs/base.toml:1: [option]: unknown key 'option'; did you mean 'options'?\n"
        "configs/cyan.toml:2: 'a' is already on line 1; expected each key and table once"
    ) == refusal(load_configs, configs)


def test_cycle(folder):
    """
    A cycle of three files is told once, as a chain.
    """
    configs = folder(
        acme='extends = "blue.toml"\n',
        blue='extends = "cyan.toml"\n',
        cyan='\nextends = "acme.toml"\n',
    )

    assert (
        "configs/acme.toml:1: extends: extends itself in a cycle:"
        " acme.toml → blue.toml → cyan.toml → acme.toml"
    ) == refusal(load_configs, configs)


def test_link_out_of_the_folder(folder, tmp_path):
    """
    A link that leads out of the folder is no base.
    """
    configs = folder(acme=f'extends = "link.toml"\n{PAYER}')
    (tmp_path / "outside.toml").write_text('plugins = ["one"]')
    (configs / "link.toml").symlink_to(tmp_path / "outside.toml")

    assert ("configs/acme.toml:1: extends: 'link.toml' leads out of the folder configs") == refusal(
        load_config, configs / "acme.toml"
    )


def test_in_memory_extends():
    """
    Data in memory stands in no folder, and extends nothing.
    """
    assert ("case: extends: only a file can extend another\ncase: has no [payer]") == refusal(
        config_from, {"extends": "base.toml"}, "case"
    )


def test_base_alone(folder):
    """
    A base is no payer's config.
    """
    configs = folder(base='plugins = ["one"]')

    assert ("configs/base.toml: has no [payer], so it is a base; name a payer's config") == refusal(
        load_config, configs / "base.toml"
    )
    assert "configs: no payer's config here; expected a .toml with [payer]" == refusal(
        load_configs, configs
    )


def test_no_folder(tmp_path, monkeypatch):
    """
    A folder that is not there is refused by name.
    """
    monkeypatch.chdir(tmp_path)

    assert "absent: not a folder; expected one with a .toml for each payer" == refusal(
        load_configs, "absent"
    )


# Two configs that one claim could match.


def payer(name, **changes):
    table = {
        "id": name,
        "name": name,
        "kinds": ["institutional"],
        "payer_ids": ["ACME"],
        "setting": "opps",
        **changes,
    }
    return "[payer]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


OVERLAPS = [
    ({}, {}, "both take institutional claims of payer id 'ACME'"),
    ({}, {"payer_ids": [" acme"]}, "both take institutional claims of payer id 'ACME'"),
    ({}, {"payer_ids": ["BLUE"]}, None),
    ({}, {"kinds": ["professional"]}, None),
    (
        {"types_of_bill": ["13"]},
        {"types_of_bill": ["12", "131"]},
        "both take institutional claims of payer id 'ACME' and type of bill 131",
    ),
    ({"types_of_bill": ["13"]}, {"types_of_bill": ["14", "85"]}, None),
    (
        {"types_of_bill": ["13"]},
        {},
        "both take institutional claims of payer id 'ACME' and type of bill 13",
    ),
    ({"claim_filing": ["MA"]}, {"claim_filing": ["16"]}, None),
    (
        {"claim_filing": ["MA"]},
        {"claim_filing": ["16", "ma"]},
        "both take institutional claims of payer id 'ACME'",
    ),
    (
        {"kinds": ["institutional", "professional"], "types_of_bill": ["13"]},
        {"kinds": ["institutional", "professional"], "types_of_bill": ["14"]},
        "both take professional claims of payer id 'ACME'",
    ),
    (
        {"default": True},
        {"default": True, "payer_ids": ["BLUE"]},
        "both are the default for institutional claims",
    ),
    ({"default": True}, {"default": True, "kinds": ["professional"]}, None),
    ({"default": True}, {"payer_ids": ["BLUE"]}, None),
]


@pytest.mark.parametrize(("one", "other", "how"), OVERLAPS)
def test_overlap(folder, one, other, how):
    """
    Two configs that one claim could match are refused, and both are named.
    """
    configs = folder(acme=payer("acme", **one), blue=payer("blue", **other))

    if how is None:
        assert 2 == len(load_configs(configs))
    else:
        assert (
            f"configs/acme.toml:1: [payer], configs/blue.toml:1: [payer]: {how};"
            " expected that a claim matches one config"
        ) == refusal(load_configs, configs)


def test_one_id_twice(folder):
    """
    An id stands for one config.
    """
    configs = folder(acme=payer("acme"), blue=payer("acme", payer_ids=["BLUE"]))

    assert (
        "configs/blue.toml:2: [payer] id: 'acme' is already the id of configs/acme.toml"
    ) == refusal(load_configs, configs)


# The schema, and the configs that are shipped.


def unknown_to(described, data, path=()):
    """
    The key paths of data that a JSON Schema's properties do not have.
    """
    if isinstance(data, list):
        for item in data:
            yield from unknown_to(described.get("items", {}), item, path)
    elif isinstance(data, dict):
        for key, value in data.items():
            inner = described.get("properties", {}).get(key, described["additionalProperties"])
            if inner is False:
                yield (*path, key)
            elif inner:
                yield from unknown_to(inner, value, (*path, key))


def test_schema_has_every_key():
    """
    The schema has the keys that the loader takes, and no others.
    """
    described: Any = schema()["properties"]

    assert ["extends", "plugins", "payer", "options", "disposition", "waive"] == list(described)
    assert [field.name for field in attrs.fields(ConfigFile)] == list(described)
    assert {field.name for field in attrs.fields(Payer)} == set(described["payer"]["properties"])
    assert {
        "from" if field.name == "since" else field.name for field in attrs.fields(Waiver)
    } == set(described["waive"]["items"]["properties"])
    assert ["edit", "reason", "until"] == described["waive"]["items"]["required"]
    assert [choice.value for choice in Treatment] == (
        described["disposition"]["additionalProperties"]["enum"]
    )


def test_schema_is_json():
    """
    The schema is plain JSON, and names its draft.
    """
    assert "https://json-schema.org/draft/2020-12/schema" == schema()["$schema"]
    assert schema() == json.loads(json.dumps(schema()))


def test_shipped_payers():
    """
    Six payers are shipped; their base is none of them.
    """
    configs = [
        config for config in load_configs(SHIPPED) if config.payer.id.startswith(("med", "comm"))
    ]

    assert {
        "commercial": Setting.PHYSICIAN,
        "medicare_critical_access": Setting.CAH,
        "medicare_inpatient": Setting.INPATIENT,
        "medicare_non_opps": Setting.NON_OPPS,
        "medicare_outpatient": Setting.OPPS,
        "medicare_professional": Setting.PHYSICIAN,
    } == {config.payer.id: config.payer.setting for config in configs}


def test_shipped_keys():
    """
    The schema knows every key of the shipped configs.
    """
    for config in load_configs(SHIPPED):
        assert [] == list(unknown_to(schema(), dict(config.merged)))


def test_shipped_medicare_ids():
    """
    All Medicare configs have one list of ids, so that no id of one falls to the default.
    """
    medicare = [c.payer for c in load_configs(SHIPPED) if c.payer.id.startswith("medicare")]

    assert {frozenset({"00120", "MEDICARE"})} == {payer.payer_ids for payer in medicare}


def test_shipped_commercial():
    """
    Commercial plans are not known to publish add-on lists: a missing primary is a review.
    """
    commercial = load_config(SHIPPED / "commercial.toml")

    assert {"add_on_primaries.primary_missing": Treatment.REVIEW} == commercial.dispositions


def test_shipped_comments():
    """
    Every shipped config begins by saying in words what it is for.
    """
    shipped = ("base", "commercial", "medicare_*")
    files = [path for name in shipped for path in SHIPPED.glob(f"{name}.toml")]

    silent = [path.name for path in files if path.read_text()[:2] != "# "]

    assert 7 == len(files)

    assert [] == silent


# The docs.

DOCS = Path(__file__).parents[1] / "docs"
REFERENCE = (DOCS / "reference" / "config.md").read_text("utf-8")


def keys_under(heading):
    """
    The keys that the reference has in the first table under a heading.
    """
    section = REFERENCE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    table = f"\n{section}".partition("\n\n|")[2].partition("\n\n")[0]
    return re.findall(r"^\| `(\w+)`", table, re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("At the top", shapes.keys(ConfigFile)),
        ("Payer", shapes.keys(Payer)),
        ("Waive", shapes.keys(Waiver)),
        ("Disposition", tuple(choice.value for choice in Treatment)),
    ],
)
def test_reference_keys(heading, expected):
    """
    The reference has every key that the loader takes, in its order, and no other.
    """
    assert list(expected) == keys_under(heading)


def test_reference_settings():
    """
    The reference has every setting.
    """
    table = REFERENCE.partition("| setting |")[2].partition("\n\n")[0]

    assert [choice.value for choice in Setting] == re.findall(r"^\| `(\w+)`", table, re.MULTILINE)


@pytest.mark.parametrize("page", ["reference/config.md", "how-to/add-a-payer.md"])
def test_examples_load(folder, page):
    """
    What a page shows as configs is a folder of configs, block after block.
    """
    configs = folder(base=(SHIPPED / "base.toml").read_text("utf-8"))
    page = (DOCS / page).read_text("utf-8")

    for name, text in re.findall(r"^```toml\n# (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        with (configs.parent / name).open("w" if name.endswith("base.toml") else "a") as file:
            file.write(text)

    assert {"acme", "acme_outpatient", "blue", "blue_outpatient"} >= {
        config.payer.id for config in load_configs(configs)
    }
