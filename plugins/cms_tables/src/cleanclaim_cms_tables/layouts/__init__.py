"""
The layouts in which CMS publishes its tables, and the plain ones beside them.
"""

from cleanclaim_cms_tables.layouts import add_ons, lives, pairs, statuses, units
from cleanclaim_cms_tables.layouts.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    pairs.LAYOUT,
    units.LAYOUT,
    add_ons.PUBLISHED,
    add_ons.PLAIN,
    statuses.ADDENDUM_B,
    statuses.PLAIN,
    lives.LAYOUT,
)
