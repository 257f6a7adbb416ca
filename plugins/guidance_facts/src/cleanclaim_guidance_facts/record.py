"""
What the record says was done, where a claim carries it (``documentation``).
"""

from collections.abc import Iterable

from cleanclaim import Claim, Documentation, Imaging, ServiceLine
from cleanclaim_guidance_facts.knowledge import Knowledge

# No image guides what these name.
_WITHOUT_IMAGE = frozenset({Imaging.TRACKING, Imaging.NONE})

Entries = tuple[Documentation, ...]


def record_of(line: ServiceLine, claim: Claim, knowledge: Knowledge) -> Entries:
    """
    What the record says of a line: its own entries; for guidance without any, those of
    the procedures that it can have guided, as far as each of them has some.
    """
    own = claim.documented(line)
    if own or not claim.documentation or line.procedure not in knowledge.guidance.keys:
        return own
    told = [claim.documented(host) for host in knowledge.hosts(line, claim)]
    return tuple(entry for entries in told for entry in entries) if all(told) else ()


def imaging_used(entries: Iterable[Documentation]) -> frozenset[Imaging]:
    """
    The ways of imaging that these entries name; empty where they name none,
    ``Imaging.NONE`` where they say that none was used.
    """
    return frozenset(entry.modality for entry in entries if entry.modality)


def of_modality(entries: Iterable[Documentation], *modalities: str) -> Entries:
    """
    The entries that name one of these modalities, or none: what is said of one kind of
    imaging says nothing of another.
    """
    return tuple(entry for entry in entries if entry.modality in (None, *modalities))


def really_imaging(used: frozenset[Imaging]) -> frozenset[Imaging]:
    """
    Of these, those that give an image.
    """
    return used - _WITHOUT_IMAGE


def says(entries: Iterable[Documentation], what: str) -> bool | None:
    """
    Whether these entries say that it was so (``image_recorded``, …): True where any
    does, False where one denies it and none affirms it, else None.
    """
    said = {getattr(entry, what) for entry in entries}
    if True in said:
        return True
    return False if False in said else None
