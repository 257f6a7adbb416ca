"""
The plugin author's kit: judge a plugin's cases, and hold it to the house rules.

Nothing of it is imported when claims are scrubbed. A plugin's whole test file is::

    import pytest

    from cleanclaim.testing import Case, plugin_of

    plugin = plugin_of(__file__)


    @pytest.mark.parametrize("case", plugin.cases, ids=str)
    def test_case(case: Case) -> None:
        plugin.judge(case)


    def test_house_rules() -> None:
        plugin.follow_house_rules()
"""

from cleanclaim.cases import Case, Fires, cases_of, read_cases
from cleanclaim.testing.plugin import PluginUnderTest, plugin_of

__all__ = ["Case", "Fires", "PluginUnderTest", "cases_of", "plugin_of", "read_cases"]
