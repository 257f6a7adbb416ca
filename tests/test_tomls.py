"""
TOML files: the line of every key, and every fault of a file as one error with a place.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim import tomls
from cleanclaim.errors import ConfigError, FactsError

EVERYTHING = '''\
# a comment with [brackets] = "and more"
plugins = ["one",
  "two"]   # [payer]
[options.shared]
dotted.key = 1
"quoted key" = { inner = 1, list = [
  { deep = 2 },
] }
text = """
[not.a.table]
"""
[[waive]]
edit = 'one.two'
[[waive]]
edit = "three"
[waive.note]
by = "me"
'''

PLACES = [
    ((), "x.toml:1"),
    (("plugins",), "x.toml:2: plugins"),
    (("plugins", 1), "x.toml:3: plugins"),
    (("options", "shared"), "x.toml:4: [options.shared]"),
    (("options", "shared", "dotted", "key"), "x.toml:5: [options.shared] dotted.key"),
    (
        ("options", "shared", "quoted key", "list", 0, "deep"),
        'x.toml:7: [options.shared] "quoted key".list.deep',
    ),
    (("options", "shared", "text"), "x.toml:9: [options.shared] text"),
    (("waive", 0, "edit"), "x.toml:13: [[waive]] edit"),
    (("waive", 1), "x.toml:14: [[waive]]"),
    (("waive", 1, "note", "by"), "x.toml:17: [waive.note] by"),
    (("options", "shared", "absent"), "x.toml:4: [options.shared] absent"),
]

FAULTS = {
    b"\xef\xbb\xbfa = 1": "x.toml:1:1: begins with a byte order mark; save it as UTF-8 without one",
    b"a = 1\nb = '\xff'": "x.toml:2:6: not UTF-8 text; save it as UTF-8",
    b"a = '\0'": "x.toml:1:6: not TOML: found invalid character '\\x00'",
    b"a = 1\nb = = 2": "x.toml:2:5: not TOML: invalid value",
    b"a = [1,\n": "x.toml:1: not TOML: invalid value, at the end of the file",
    b"a = 1\nb = 2\na = 3\nb = 4": (
        "x.toml:3: 'a' is already on line 1; expected each key and table once\n"
        "x.toml:4: 'b' is already on line 2; expected each key and table once"
    ),
    b"[t]\nk = 1\n[u]\n[t]": (
        "x.toml:4: 't' is already on line 1; expected each key and table once"
    ),
    b"[t]\nk.l = 1\nk.l.m = 2": (
        "x.toml:3: 't.k.l' is already on line 2; expected each key and table once"
    ),
    b"a = { b = 1, b = 2 }": (
        "x.toml:1: 'a.b' is already on line 1; expected each key and table once"
    ),
    b"a = " + b"[" * 100_000: "x.toml: nested too deeply",
    b"a = " + b"{a=" * 100_000: "x.toml: nested too deeply",
    b"a = 1\nb = " + b"1" * 5_000: "x.toml:2: a number of too many digits",
    b"#" * 1_000_001: "x.toml: larger than 1,000,000 bytes; expected a TOML file of at most 1 MB",
}


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(content):
        Path("x.toml").write_bytes(content)
        return "x.toml"

    return write


@pytest.mark.parametrize(("path", "expected"), PLACES)
def test_place(written, path, expected):
    """
    A key is placed by file, line, table and key, however it is written.
    """
    document = tomls.read(written(EVERYTHING.encode()), ConfigError)

    assert expected == document.where(path)


def test_carriage_returns(written):
    """
    Lines that end with a carriage return count once.
    """
    document = tomls.read(written(EVERYTHING.replace("\n", "\r\n").encode()), ConfigError)

    assert 17 == document.line_of(("waive", 1, "note", "by"))


def test_memory():
    """
    Data in memory has no lines; its name stands for the file.
    """
    document = tomls.Document("case", {"waive": [{"edit": 1}], "options": {"a": {"b": 1}}})

    assert "case: [[waive]] edit" == document.where(("waive", 0, "edit"))
    assert "case: [options.a] b" == document.where(("options", "a", "b"))


@pytest.mark.parametrize("content", FAULTS, ids=range(len(FAULTS)))
def test_fault(written, content):
    """
    Whatever is wrong with a file is one error of the caller's class, with its place.
    """
    name = written(content)

    with pytest.raises(FactsError) as error:
        tomls.read(name, FactsError)

    assert FAULTS[content] == str(error.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("absent.toml", "absent.toml: can't be read: No such file or directory"),
        (".", ".: not a file"),
        ("a\0b", "a\0b: can't be read: not a file name"),
    ],
)
def test_no_file(tmp_path, monkeypatch, name, expected):
    """
    A file that is not there, or is no file, is an error with its name.
    """
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigError) as error:
        tomls.read(name, ConfigError)

    assert expected == str(error.value)


_TOKENS = st.sampled_from(
    ["a", "b.c", '"q"', "=", "[", "]", "[[", "]]", "{", "}", ",", "1", "nan", '"""', "'", "#", "\n"]
)


@given(st.lists(_TOKENS | st.text(max_size=2), max_size=25).map("".join))
def test_nothing_leaks(tmp_path_factory, text):
    """
    Any text is a document whose every key has a place, or an error that names the file.
    """
    path = tmp_path_factory.mktemp("any") / "x.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    try:
        document = tomls.read(path, ConfigError)
        told = [document.where((key,)) for key in document.data]
    except ConfigError as error:
        told = str(error).splitlines()

    assert all(place.startswith(f"{path}:") for place in told)
