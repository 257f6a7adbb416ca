"""
``--workers``: the same bytes whatever their number, and no report that looks whole and is
not.
"""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from claims_837 import write_837
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim.commands import crew, spool

COMMAND = [sys.executable, "-m", "cleanclaim", "scrub", "--plugins", "plugins"]
SCRUB = [*COMMAND, "--format", "jsonl"]
DENIED, REVIEWED, RAISES, DYING = "99990", "99991", "99993", "99994"
CODES = [*("99213", "36415") * 10, DENIED, REVIEWED, "99992", RAISES, "99996", "99997", ""]
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = st.sampled_from(
    [
        *(
            b"",
            b"~",
            b"\n",
            b"*",
            b"\xff",
            b"\x01",
            b"# note\n",
            b"ZZZ*1~",
            b"LX*7~",
            b"HL*9*8*22*0~",
        ),
        *(b"SE*1*0001~", b"GE*1*1~", b"IEA*1*000000001~", b"ST*837*0002*005010X223A2~", b"ISA*"),
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 30), PIECES), max_size=3)


def of_837(codes: list[str], **options: Any) -> bytes:
    """
    A file with a claim for each code; five claims to a billing provider.
    """
    several = [
        {
            "id": f"case{number}",
            "kind": "professional",
            "payer_id": "TOY",
            "date": "2026-02-02",
            "total_charge": "10.50",
            "billing": {"npi": str(1_000_000_000 + number // 5)},
            "lines": [{"procedure": code, "charge": "10.50"}],
        }
        for number, code in enumerate(codes, 1)
    ]
    return bytes(write_837(several, **options))


def of_json(codes: list[str]) -> bytes:
    """
    The same as JSON, one a line.
    """
    line = {"charge": "10.50", "date": "2026-02-02"}
    several = (
        {
            "id": f"case{number}",
            "kind": "professional",
            "payer_id": "TOY",
            "lines": [{**line, "procedure": code}],
        }
        for number, code in enumerate(codes, 1)
    )
    return "".join(f"{json.dumps(claim)}\n" for claim in several).encode()


def ran(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(arguments, capture_output=True, check=False, timeout=60, **options)


def in_parts(size: int) -> dict[str, str]:
    return {**os.environ, "CLEANCLAIM_PART": str(size)}


@pytest.fixture
def same(run: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """
    Runs with one, two and three workers and parts of this size; what all of them give.
    """

    def scrubbed(arguments: tuple[str, ...], workers: int, stdin: str) -> Any:
        with Path(stdin).open(encoding="ascii") as stream:
            monkeypatch.setattr("sys.stdin", stream)
            return run("scrub", *arguments, "--workers", str(workers))

    def compared(*arguments: str, size: int, stdin: str = os.devnull) -> Any:
        monkeypatch.setenv("CLEANCLAIM_PART", str(size))
        one, *others = (scrubbed(arguments, workers, stdin) for workers in (1, 2, 3))
        for other in others:
            assert one == other
        return one

    return compared


@pytest.mark.parametrize("form", ["jsonl", "text", "csv"])
@pytest.mark.parametrize("every", [[], ["--all"], ["--whole"]])
def test_same_bytes(same: Any, form: str, every: list[str]) -> None:
    """
    One file in many parts gives what it gives whole, in every form.
    """
    Path("a.837").write_bytes(of_837(CODES * 5))

    whole = same("a.837", "--format", form, *every, size=2000)

    assert 3 == whole.status  # one code in each is empty
    assert "case130" in whole.out


def test_several_inputs(same: Any) -> None:
    """
    So do several, long and short, good and bad, claims as JSON among them.
    """
    Path("a.837").write_bytes(of_837(CODES * 4))
    Path("b.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 9000)
    Path("c.jsonl").write_bytes(b"\xef\xbb\xbf\n \n" + of_json(CODES * 4) + b"\n\n{}\nnot json")
    Path("d.837").write_bytes(of_837([DENIED]))
    Path("e.json").write_bytes(b"[" + of_json(CODES * 4).strip().replace(b"\n", b",\n") + b"]")
    Path("f.837").write_bytes(of_837(CODES * 4, control=2).replace(b"IEA", b"LX*7~\nIEA"))

    whole = same("a.837", "b.pdf", "c.jsonl", "d.837", "e.json", "f.837", size=3000)

    assert 3 == whole.status


@FEW
@given(
    shapes=st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 3), st.booleans()), min_size=1, max_size=3
    ),
    edits=EDITS,
    size=st.integers(500, 6000),
)
def test_any_file(same: Any, shapes: Any, edits: Any, size: int) -> None:
    """
    So does any file, whatever is wrong with it.
    """
    data = b"".join(
        of_837((CODES * 2)[:count], control=number % 2, per_subscriber=several, full=full)
        for number, (count, several, full) in enumerate(shapes)
    )
    for start, length, piece in edits:
        at = start % max(1, len(data))
        data = data[:at] + piece + data[at + length :]
    Path("any.837").write_bytes(data)

    same("any.837", "--format", "jsonl", size=size)
    same("-", "--format", "jsonl", size=size, stdin="any.837")


@FEW
@given(
    codes=st.lists(st.sampled_from(CODES), max_size=60),
    edits=st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9), st.binary(max_size=3))),
    size=st.integers(100, 4000),
)
def test_any_lines(same: Any, codes: list[str], edits: Any, size: int) -> None:
    """
    So do lines of JSON, whatever they are.
    """
    data = of_json(codes)
    for start, length, piece in edits:
        at = start % max(1, len(data))
        data = data[:at] + piece + data[at + length :]
    Path("any.jsonl").write_bytes(data)

    same("any.jsonl", "--format", "jsonl", size=size)


@pytest.mark.parametrize("many", [0, 1, 5, 40])
@pytest.mark.parametrize("broken", [b"", b"~ZZZ*1~GS*HP~SE*3*1~\n", b"LX*7~"])
def test_pipe(here: Path, many: int, broken: bytes) -> None:
    """
    What a pipe brings is shared, too, however it comes.
    """
    data = of_837(CODES * many)
    data = data[: len(data) // 2] + broken + data[len(data) // 2 :]
    one = ran([*SCRUB, "-"], input=data)

    piped = ran([*SCRUB, "-", "--workers", "2"], input=data, env=in_parts(4000))
    Path("a.837").write_bytes(data)
    with Path("a.837").open("rb") as file:
        redirected = ran([*SCRUB, "-", "--workers", "3"], stdin=file, env=in_parts(3000))

    told = (one.returncode, one.stdout, one.stderr)
    assert told == (piped.returncode, piped.stdout, piped.stderr)
    assert told == (redirected.returncode, redirected.stdout, redirected.stderr)


def test_pipe_of_json(here: Path) -> None:
    """
    So are lines of JSON; an array is read as it comes.
    """
    for data in (of_json(CODES * 9), b"[" + of_json(["99213"]) + b"," + of_json([DENIED]) + b"]"):
        one = ran([*SCRUB, "-"], input=data)

        two = ran([*SCRUB, "-", "--workers", "2"], input=data, env=in_parts(1000))

        assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_pipe_that_waits(here: Path) -> None:
    """
    A pipe that brings something now and then loses nothing.
    """
    data = of_837(CODES * 5)
    os.mkfifo("pipe")
    one = ran([*SCRUB, "-"], input=data)

    with subprocess.Popen(
        [*SCRUB, "pipe", "--workers", "2"], stdout=subprocess.PIPE, env=in_parts(4000)
    ) as process:
        with Path("pipe").open("wb", buffering=0) as pipe:
            pipe.writelines(data[at : at + 7001] for at in range(0, len(data), 7001))
        out, _ = process.communicate(timeout=60)

    assert one.stdout.replace(b'"input": "-"', b'"input": "pipe"') == out


def test_fresh_processes(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where a worker can't be a copy it begins afresh, and the bytes are the same.
    """
    Path("a.837").write_bytes(of_837(CODES * 3))
    monkeypatch.setenv("CLEANCLAIM_PART", "9000")
    one = run("scrub", "a.837", "--format", "jsonl")
    monkeypatch.setattr(crew, "can_fork", lambda: False)

    two = run("scrub", "a.837", "--format", "jsonl", "--workers", "2")

    assert one == two


def test_much_to_keep(same: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A report that comes long before its turn waits in a file.
    """
    monkeypatch.setattr(spool, "MOST", 100)
    Path("a.837").write_bytes(of_837(CODES * 9))
    Path("b.837").write_bytes(of_837(CODES * 9))

    same("a.837", "b.837", "--all", "--format", "jsonl", size=8000)


def test_spool() -> None:
    """
    What is put in comes out in order, from memory and from the file.
    """
    kept = spool.Spool()
    pieces = [bytes([number]) * 200_000 for number in range(20)]
    for piece in pieces[:15]:
        kept.put(piece)
    first = list(kept.take())
    for piece in pieces[15:]:
        kept.put(piece)

    assert pieces == [*first, *kept.take()]
    assert [] == list(kept.take())


def test_worker_dies(here: Path) -> None:
    """
    5 when a worker dies, and where it was; the output is not touched.
    """
    data = of_837([*CODES[:20] * 4, DYING, *CODES[:20] * 4])
    Path("a.837").write_bytes(data)
    Path("out.jsonl").write_text("before")

    done = ran(
        [*SCRUB, "a.837", "--workers", "2", "--output", "out.jsonl"], env=in_parts(len(data) // 4)
    )

    place = data.index(b"99994")
    text = done.stderr.decode()
    assert 5 == done.returncode
    assert text.startswith("a worker process died (exit code 0) at a.837, bytes ")
    assert text.endswith("; the output was not written whole\n")
    first, _, last = text.partition("bytes ")[2].partition(";")[0].partition(" to ")
    assert int(first.replace(",", "")) <= place <= int(last.replace(",", ""))
    assert "before" == Path("out.jsonl").read_text()


def test_worker_is_killed(here: Path) -> None:
    """
    So it is when the system kills it.
    """
    Path("a.837").write_bytes(of_837(CODES * 3))
    code = (
        "import os, signal, sys\n"
        "from cleanclaim.commands import hands\n"
        "look = hands.Hand._look\n"
        "def killed(self, order):\n"
        "    if order.piece.at: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    look(self, order)\n"
        "hands.Hand._look = killed\n"
        "from cleanclaim.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )

    done = ran(
        [sys.executable, "-c", code, *SCRUB[3:], "a.837", "--workers", "2"], env=in_parts(9000)
    )

    assert 5 == done.returncode
    assert done.stderr.startswith(b"a worker process died (exit code -9) at a.837, bytes ")
    assert b"bytes 0 to" not in done.stderr


def test_reader_goes_away(here: Path) -> None:
    """
    141 and not a word when the reader of the pipe goes away; no worker outlives it.
    """
    Path("a.837").write_bytes(of_837(CODES * 200))
    process = subprocess.Popen(
        [*SCRUB, "a.837", "--workers", "2", "--all"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=in_parts(20_000),
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None

    said = process.stderr.read()  # ends when no process is left that could write there

    assert (141, b"") == (process.wait(60), said)
    process.stderr.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_interrupt(here: Path, number: signal.Signals, status: int) -> None:
    """
    An interrupt ends all of them, without a word; so does the end of the parent.
    """
    data = of_837(CODES * 30)
    os.mkfifo("pipe")
    with (
        subprocess.Popen(
            [*SCRUB, "pipe", "--workers", "2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=in_parts(4000),
        ) as process,
        Path("pipe").open("wb", buffering=0) as pipe,
    ):
        pipe.write(data)
        assert process.stdout is not None
        process.stdout.read(10)  # they are at work
        process.send_signal(number)
        _, err = process.communicate(timeout=60)

    assert (status, b"") == (process.returncode, err)


def test_changed_meanwhile(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A file that is replaced while it is read is told, and read as it was.
    """
    data = of_837(CODES * 3)
    Path("a.837").write_bytes(data)
    one = run("scrub", "a.837", "--format", "jsonl")
    monkeypatch.setenv("CLEANCLAIM_PART", "5000")
    start = crew.Crew.start

    def replaced(self: crew.Crew) -> None:
        Path("b.837").write_bytes(data)
        Path("b.837").replace("a.837")
        start(self)

    monkeypatch.setattr(crew.Crew, "start", replaced)

    two = run("scrub", "a.837", "--format", "jsonl", "--workers", "2")

    assert one.out == two.out


def test_stream_of_a_program(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Standard input that is no file of the system's is read by the one process there is.
    """
    data = of_837(CODES * 3)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    monkeypatch.setenv("CLEANCLAIM_PART", "2000")

    assert 3 == run("scrub", "-", "--format", "jsonl", "--workers", "2").status
