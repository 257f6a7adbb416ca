"""
The command line as a process of its own: pipes, full disks, workers.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DENIED, DYING = "99990", "99994"
COMMAND = [sys.executable, "-m", "cleanclaim"]
SCRUB = [*COMMAND, "scrub", "--plugins", "plugins", "--format", "jsonl"]


def ran(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(arguments, capture_output=True, check=False, timeout=60, **options)


def test_pipe(claims: Any) -> None:
    """
    From standard input to standard output, and nothing on stderr.
    """
    data = Path(claims("a.jsonl", DENIED)).read_bytes()

    done = ran([*SCRUB, "-"], input=data)

    assert (1, b"", 1) == (done.returncode, done.stderr, done.stdout.count(b"\n"))


@pytest.mark.parametrize("many", [1, 2000])
def test_reader_goes_away(claims: Any, many: int) -> None:
    """
    141 and not a word when the reader of the pipe went away, early or at the last flush.
    """
    name = claims("a.jsonl", *[DENIED] * many)
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run(
        [*SCRUB, name], stdout=write, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(write)

    assert (141, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there is no /dev/fd")
@pytest.mark.parametrize("output", ["/dev/stdout", "/dev/fd/{}"])
@pytest.mark.parametrize("many", [1, 2000])
def test_device_goes_away(claims: Any, many: int, output: str) -> None:
    """
    So it is with a pipe that ``--output`` names.
    """
    name = claims("a.jsonl", *[DENIED] * many)
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run(
        [*SCRUB, name, "--output", output.format(write)],
        stdout=write,
        stderr=subprocess.PIPE,
        pass_fds=[write],
        check=False,
        timeout=60,
    )
    os.close(write)

    assert (141, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout")
def test_appended(claims: Any) -> None:
    """
    What stood in the file that standard output is appended to stays, by any name of it.
    """
    Path("log").write_bytes(b"before\n")

    with Path("log").open("ab") as log:
        ran_to_log = [*SCRUB, claims("a.jsonl", DENIED), "--output", "/dev/stdout"]
        subprocess.run(ran_to_log, stdout=log, check=False, timeout=60)

    before, outcome = Path("log").read_bytes().splitlines()
    assert (b"before", b"{") == (before, outcome[:1])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("many", [1, 2000])
def test_disk_full(claims: Any, many: int) -> None:
    """
    5 when standard output can't be written whole.
    """
    name = claims("a.jsonl", *[DENIED] * many)

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*SCRUB, name], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )

    assert (
        5,
        b"standard output: the output was not written whole: No space left on device\n",
    ) == (done.returncode, done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["edits", "--plugins", "plugins"]]
)
def test_disk_full_for_others(here: Path, arguments: list[str]) -> None:
    """
    5 for every command whose output is lost.
    """
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )

    assert 5 == done.returncode
    assert done.stderr.endswith(b"not written whole: No space left on device\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_named_pipe(claims: Any) -> None:
    """
    A named pipe is opened once, so that nothing of what it brings is lost.
    """
    data = Path(claims("a.jsonl", DENIED)).read_bytes()
    os.mkfifo("pipe")

    with subprocess.Popen([*SCRUB, "pipe"], stdout=subprocess.PIPE) as process:
        Path("pipe").write_bytes(data)
        out, _ = process.communicate(timeout=60)

    assert (1, 1) == (process.returncode, out.count(b"\n"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_interrupt(claims: Any) -> None:
    """
    130 and not a word when the user interrupts.
    """
    os.mkfifo("pipe")

    with (
        subprocess.Popen([*SCRUB, "pipe"], stderr=subprocess.PIPE) as process,
        Path("pipe").open("wb"),  # opens once the scrubber has opened it
    ):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert (130, b"") == (process.returncode, err)


def test_workers(claims: Any) -> None:
    """
    Several workers give the same bytes in the same order, and the same exit status.
    """
    names = [claims(f"{n}.jsonl", *[DENIED] * (40 - 10 * n)) for n in range(4)]
    Path("bad.pdf").write_bytes(b"%PDF-1.7\n")
    names.insert(2, "bad.pdf")

    one = ran([*SCRUB, *names])
    three = ran([*SCRUB, *names, "--workers", "3"])

    assert (one.returncode, one.stdout, one.stderr) == (
        three.returncode,
        three.stdout,
        three.stderr,
    )
    assert (3, 100) == (one.returncode, one.stdout.count(b"\n"))


def test_worker_dies(claims: Any) -> None:
    """
    5 when a worker dies, even when it says that all is well; the output is not touched.
    """
    names = [claims("a.jsonl", DENIED), claims("b.jsonl", DYING)]
    Path("out.jsonl").write_text("before")

    done = ran([*SCRUB, *names, "--workers", "2", "--output", "out.jsonl"])

    assert (
        5,
        b"a worker process died (exit code 0) at b.jsonl; the output was not written whole\n",
    ) == (done.returncode, done.stderr)
    assert "before" == Path("out.jsonl").read_text()


def test_hash_seed(claims: Any) -> None:
    """
    The bytes are the same whatever the hash seed.
    """
    name = claims("a.jsonl", DENIED, "99992", "99996", "99997")

    first, second = (
        ran([*SCRUB, name, "--all"], env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    )

    assert first == second


def test_ascii_terminal(claims: Any) -> None:
    """
    What the output's encoding lacks is written as an escape.
    """
    done = ran(
        [*COMMAND, "scrub", "--plugins", "plugins", claims("ä.jsonl", DENIED)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )

    assert 1 == done.returncode
    assert b"\\xe4.jsonl" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("gone", ["full", "closed", "pipe"])
def test_nobody_listens(claims: Any, gone: str) -> None:
    """
    Where stderr can't be written the report is written whole all the same.
    """
    name = claims("a.jsonl", DENIED, DENIED)
    with Path(name).open("a") as file:
        file.write("{}\n")  # something to say on stderr
    whole = ran([*SCRUB, name])
    redirect = {"full": "2>/dev/full", "closed": "2>&-", "pipe": "2> >(true)"}[gone]

    done = subprocess.run(
        ["bash", "-c", f'"$@" {redirect}', "bash", *SCRUB, name],
        stdout=subprocess.PIPE,
        check=False,
        timeout=60,
    )

    assert b"" != whole.stderr
    assert (3, whole.stdout) == (done.returncode, done.stdout)


def test_closed_output(claims: Any) -> None:
    """
    A closed standard output is told, and nothing is called an internal error.
    """
    name = claims("a.jsonl", DENIED)

    done = subprocess.run(
        ["bash", "-c", '"$@" >&-', "bash", *SCRUB, name],
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )

    assert (5, b"standard output is closed; name an --output\n") == (
        done.returncode,
        done.stderr,
    )


def test_prints_when_loaded(here: Path, claims: Any) -> None:
    """
    What a plugin prints while it is imported is no part of the report.
    """
    name = claims("a.jsonl", DENIED)
    loud = here / "loud"
    loud.mkdir()
    project = loud / "loud"
    (project / "src" / "cleanclaim_loud").mkdir(parents=True)
    (project / "pyproject.toml").write_text(
        '[project]\nname = "cleanclaim-loud"\nversion = "1"\n'
        '[project.entry-points.cleanclaim]\nloud = "cleanclaim_loud"\n'
    )
    (project / "src" / "cleanclaim_loud" / "__init__.py").write_text(
        "from cleanclaim import hookimpl\nprint('LOUD')\n\n"
        "@hookimpl\ndef scrub_facts():\n    print('LOUD')\n    return []\n"
    )
    (here / "loud.toml").write_text(
        'plugins = ["loud"]\n[payer]\nid = "one"\nname = "One"\nkinds = ["professional"]\n'
        'setting = "physician"\ndefault = true\n'
    )

    done = ran(
        [*COMMAND, "scrub", "--plugins", "loud", "--config", "loud.toml", "--format", "jsonl", name]
    )

    assert (0, b"", b"LOUD\nLOUD\n") == (done.returncode, done.stdout, done.stderr)
