"""
The folder of imported tables, and the files in it, unopened.
"""

import os
from pathlib import Path

from cleanclaim import FactsError
from cleanclaim_cms_tables.kinds import LONGEST_PATH, shown

VARIABLE = "CLEANCLAIM_TABLES"
SUFFIX = ".table"


def folder_of(option: Path | None) -> Path:
    """
    The folder of tables: the one given, else ``$CLEANCLAIM_TABLES``, else the user's own.
    """
    if option is not None:
        return option
    if named := os.environ.get(VARIABLE):
        return Path(named)
    import platformdirs  # start-up counts, and a folder that is named does without

    return platformdirs.user_data_path("cleanclaim", appauthor=False) / "tables"


def files_in(folder: Path) -> tuple[Path, ...]:
    """
    The files of tables, by name.

    Raises: FactsError when the folder can't be read.
    """
    try:
        names = sorted(each.name for each in os.scandir(folder))
    except FileNotFoundError:
        return ()
    except OSError as error:
        msg = f"{path_shown(folder)}: can't be read: {error.strerror}; expected a folder"
        raise FactsError(msg) from error
    # Files being written begin with a dot.
    return tuple(
        folder / name for name in names if name.endswith(SUFFIX) and not name.startswith(".")
    )


def path_shown(path: Path) -> str:
    """
    A path as a message tells it.
    """
    return shown(str(path), LONGEST_PATH)
