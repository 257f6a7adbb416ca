"""
The plugin's cases and the house rules; the same lines in every plugin.
"""

import pytest

from cleanclaim.testing import Case, plugin_of

plugin = plugin_of(__file__)


@pytest.mark.parametrize("case", plugin.cases, ids=str)
def test_case(case: Case) -> None:
    plugin.judge(case)


def test_house_rules() -> None:
    plugin.follow_house_rules()
