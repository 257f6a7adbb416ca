"""
What a plugin hands over as plain JSON, in one order.
"""

import datetime
import enum
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cleanclaim.findings import Json

# ASCII, so that no reader's encoding matters and no control character gets out raw.
encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
"""JSON data as text."""


def plain(value: Any) -> Json:
    """
    Evidence as plain JSON, in one order: a plugin may hand over a tuple, a date, a set.
    """
    match value:
        case enum.Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {str(key): plain(value[key]) for key in sorted(value, key=str)}
        case list() | tuple():
            return [plain(each) for each in value]
        case frozenset() | set():
            return sorted((plain(each) for each in value), key=encode)
        case Decimal():
            return f"{value:f}"
        case datetime.date():
            return value.isoformat()
    return f"({type(value).__name__})"
