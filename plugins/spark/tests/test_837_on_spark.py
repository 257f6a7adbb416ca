"""
837s on a Spark of two workers: the findings of a single machine.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from claims_837 import write_837

from cleanclaim import InputError, Scrubber
from cleanclaim.sources import Fault
from cleanclaim_claim_tables.finding_rows import COLUMNS as SHARED
from cleanclaim_spark import claims_837, finding_rows, scrub_837

pytestmark = [pytest.mark.campaign, pytest.mark.filterwarnings("default")]

CONFIGS = Path(__file__).parents[3] / "configs"
COLUMNS = (*SHARED, *finding_rows.PLACES)
CODES = (("99213",), ("64493", "76942"), ("20611", "76942", "99213"), ("62323", "77003"))
Rows = Counter[tuple[Any, ...]]


def claims(count: int) -> list[dict[str, Any]]:
    """
    So many claims of several payers, most with guidance, some that nobody takes.
    """
    return [
        {
            "id": f"CASE{number}",
            "kind": "professional",
            "payer_id": ("MEDICARE", "NOBODY", "ACME")[number % 7 % 3],
            "claim_filing": ("MB", "CI")[number % 5 == 0],
            "frequency_code": "8" if number % 31 == 0 else "1",
            "date": "2026-01-05",
            "lines": [{"procedure": code, "charge": "100"} for code in CODES[number % 4]],
        }
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Files of claims: sound, damaged, cut off, of another terminator, and no 837 at all.
    """
    folder = tmp_path_factory.mktemp("inbox")
    sound = write_837(claims(120), per_subscriber=3)
    files = {
        "a.837": sound,
        "b.837": sound.replace(b"HC:76942", b"XX:76942", 9).replace(b"LX*3~\n", b"", 5),
        "c.837": sound[: len(sound) // 2],
        "d.837": write_837(claims(40), full=True).replace(b"~\n", b"\n"),
        "e.txt": b"a letter",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def on_one_machine(paths: Iterable[Path]) -> Rows:
    """
    The rows of findings of these files, by the scrubber itself.
    """
    scrubber = Scrubber.from_config(CONFIGS)
    return told(row for path in paths for row in of_file(scrubber, str(path)))


def of_file(scrubber: Scrubber, name: str) -> Iterator[Mapping[str, Any]]:
    faults: list[Fault] = []
    try:
        for outcome in scrubber.scrub_file(name, report=faults.append):
            yield from finding_rows.of_837(outcome)
    except InputError as error:
        faults.append(Fault("", str(error).removeprefix(f"{name}: ")))
    yield from (finding_rows.of_fault(name, fault) for fault in faults if fault.serious)


def told(rows: Iterable[Mapping[str, Any]]) -> Rows:
    return Counter(tuple(row.get(name) for name in COLUMNS) for row in rows)


def collected(df: Any) -> Rows:
    assert list(COLUMNS) == df.columns
    return told(row.asDict() for row in df.collect())


def test_files(spark: Any, folder: Path) -> None:
    """
    Of a folder of files comes what one machine finds in them, what is wrong with them too.
    """
    expected = on_one_machine(folder.iterdir())

    assert expected == collected(scrub_837(folder, CONFIGS))
    kinds = Counter(dict(zip(COLUMNS, row, strict=True))["kind"] for row in expected.elements())
    assert {"finding", "failure", "fault", "not_checked"} <= kinds.keys()
    assert 300 < kinds["finding"]


def test_texts(spark: Any, folder: Path) -> None:
    """
    Files that Spark itself has read give the same.
    """
    paths = [folder / "b.837", folder / "c.837"]
    df = spark.createDataFrame(
        [(str(path), path.read_bytes()) for path in paths], "path string, content binary"
    )

    assert on_one_machine(paths) == collected(scrub_837(df, CONFIGS))


def test_claims(spark: Any, folder: Path, tmp_path: Path) -> None:
    """
    So does a table of one row a claim, whatever its order.
    """
    paths = sorted(folder.glob("*.837"))
    claims_837(map(str, paths)).write.parquet(str(tmp_path / "claims"))
    df = spark.read.parquet(str(tmp_path / "claims")).orderBy("claim").repartition(3)

    assert on_one_machine(paths) == collected(scrub_837(df, CONFIGS))
    assert df.columns == claims_837(df).columns


def test_broken_row(spark: Any, folder: Path) -> None:
    """
    A row that holds no claim is told, and no job fails of it.
    """
    df = spark.createDataFrame(
        [("x", None), ("y", b"CLM*1~"), ("z", b"")], "input string, text binary"
    )

    rows = scrub_837(df, CONFIGS).collect()
    nothing = claims_837(df).selectExpr(*claims_837(df).columns[:-2], "null as problems", "text")

    assert ["x", "y", "z"] == sorted(row["input"] for row in rows)
    assert {("fault", "incomplete")} == {(row["kind"], row["status"]) for row in rows}
    assert 3 == scrub_837(nothing, CONFIGS).where("kind = 'fault'").count()


def test_columns(spark: Any) -> None:
    """
    A DataFrame without the texts, or without their names, is refused by its columns.
    """
    with pytest.raises(InputError) as caught:
        scrub_837(spark.createDataFrame([("x",)], "words string"), CONFIGS)

    assert "no column text or content or value with the 837s; the columns are words" == str(
        caught.value
    )
