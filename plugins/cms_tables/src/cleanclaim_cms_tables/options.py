"""
The options of this plugin: ``[options.cms_tables]``.
"""

from pathlib import Path

import attrs


@attrs.frozen
class CmsTablesOptions:
    """
    Where this payer's imported tables are.

    ``path``: the folder that ``cleanclaim tables import --tables`` wrote to.
    """

    path: Path | None = attrs.field(
        default=None,
        metadata={
            "about": "The folder with the imported tables of CMS's.",
            "means": {
                None: "the folder that $CLEANCLAIM_TABLES names, else the user's data folder"
            },
        },
    )
