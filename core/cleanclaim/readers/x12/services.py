"""
The service of a line: the composite of SV101 or SV202, each spelling read once and then
remembered.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from cleanclaim.readers.x12.codes import procedure_of

_MODIFIER = re.compile(r"[0-9A-Z]{2}", re.ASCII)


class Service(NamedTuple):
    """
    What a composite of SV1 or SV2 says; ``fault`` is why it has no code and should, or
    nothing, ``all_modifiers`` whether each is of the expected form.
    """

    procedure: str | None
    modifiers: tuple[str, ...]
    fault: str
    all_modifiers: bool


@lru_cache(maxsize=4096)
def service_of(composite: str, component: str, *, required: bool) -> Service:
    """
    The code and the modifiers of a composite; those that are not of the form are left out.
    """
    components = [each.strip() for each in composite.split(component)]
    procedure, fault = None, ""
    try:
        procedure = procedure_of(components, required=required)
    except ValueError as error:
        fault = str(error)
    said = [modifier.upper() for modifier in components[2:6] if modifier]
    modifiers = tuple(filter(_MODIFIER.fullmatch, said))
    return Service(procedure, modifiers, fault, len(modifiers) == len(said))
