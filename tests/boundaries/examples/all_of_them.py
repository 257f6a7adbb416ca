"""
Every table's example, by ``plugin.Shape``; a new table joins here.
"""

from boundaries.examples import (
    add_on_primaries,
    code_dates,
    complete_code_inclusion,
    contrast_injection,
    fluoroscopy_76000,
    guidance_facts,
    guidance_reporting,
    modality_exclusions,
    pairs,
    studies,
)
from boundaries.examples.base import Example

EXAMPLES: dict[str, Example] = {
    example.table: example
    for plugin in (
        add_on_primaries,
        code_dates,
        complete_code_inclusion,
        contrast_injection,
        fluoroscopy_76000,
        guidance_facts,
        guidance_reporting,
        modality_exclusions,
        pairs,
        studies,
    )
    for example in plugin.EXAMPLES
}
