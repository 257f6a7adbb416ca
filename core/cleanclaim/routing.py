"""
Which payer's config a claim is judged by, from its route alone.
"""

from collections.abc import Iterable
from functools import lru_cache

import attrs

from cleanclaim.config import Config
from cleanclaim.model import Kind
from cleanclaim.sources import Route

_REMEMBERED = 4096
_LONGEST_BILL = 4


@attrs.frozen
class Unrouted:
    """
    No config takes the claim, and why; the reason holds no value of the claim but its
    type of bill.
    """

    reason: str


class Router:
    """
    Finds the one config that a claim matches; what it found is remembered per route.

    A payer id that some config names never falls to the default.
    """

    def __init__(self, configs: Iterable[Config]) -> None:
        self._named: dict[str, list[Config]] = {}
        self._defaults: list[Config] = []
        for config in configs:
            for payer_id in sorted(config.payer.payer_ids):
                self._named.setdefault(payer_id, []).append(config)
            if config.payer.default:
                self._defaults.append(config)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._found)

    def route(self, route: Route) -> Config | Unrouted:
        """
        The config for a claim of this route, or why there is none.
        """
        return self._remembered(
            route.kind,
            _bare(route.payer_id),
            _bare(route.claim_filing),
            _bare(route.type_of_bill),
        )

    def _found(
        self, kind: Kind | None, payer_id: str, claim_filing: str, type_of_bill: str
    ) -> Config | Unrouted:
        if kind is None:
            return Unrouted("the claim's kind could not be read")
        known = self._named.get(payer_id, []) if payer_id else []
        candidates = known or self._defaults
        if not candidates:
            what = "the payer id is in no config" if payer_id else "the claim has no payer id"
            return Unrouted(f"{what}, and no config is the default")
        whose = "configs of its payer" if known else "default configs"
        return _narrowed(candidates, kind, claim_filing, type_of_bill, whose)


def _narrowed(
    candidates: list[Config], kind: Kind, claim_filing: str, type_of_bill: str, whose: str
) -> Config | Unrouted:
    of_kind = [config for config in candidates if kind in config.payer.kinds]
    if not of_kind:
        return _nobody(candidates, whose, f"takes {kind} claims")
    filed = [config for config in of_kind if _takes_filing(config, claim_filing)]
    if not filed:
        return _nobody(of_kind, whose, "takes its claim filing")
    billed = [
        config for config in filed if kind is Kind.PROFESSIONAL or _takes_bill(config, type_of_bill)
    ]
    if not billed:
        return _nobody(filed, whose, f"takes {_shown(type_of_bill)}")
    if len(billed) > 1:
        names = ", ".join(config.payer.id for config in billed)
        return Unrouted(f"the claim states no claim filing, which tells {names} apart")
    return billed[0]


def _nobody(candidates: list[Config], whose: str, what: str) -> Unrouted:
    names = ", ".join(config.payer.id for config in candidates)
    return Unrouted(f"none of the {whose} ({names}) {what}")


def _takes_filing(config: Config, claim_filing: str) -> bool:
    wanted = config.payer.claim_filing
    return not wanted or not claim_filing or claim_filing in wanted


def _takes_bill(config: Config, type_of_bill: str) -> bool:
    wanted = config.payer.types_of_bill
    return not wanted or type_of_bill.startswith(wanted)


def _shown(type_of_bill: str) -> str:
    if not type_of_bill:
        return "a claim without type of bill"
    plain = type_of_bill.isascii() and type_of_bill.isalnum() and len(type_of_bill) <= _LONGEST_BILL
    return f"type of bill {type_of_bill}" if plain else "its type of bill"


def _bare(value: str | None) -> str:
    return (value or "").strip().upper()
