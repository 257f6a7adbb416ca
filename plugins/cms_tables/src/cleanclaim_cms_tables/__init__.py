"""
CMS's published tables, imported as they are published, kept by edition and offered as facts.
"""

from cleanclaim import hookimpl
from cleanclaim_cms_tables.options import CmsTablesOptions


@hookimpl
def scrub_options() -> type:
    return CmsTablesOptions
