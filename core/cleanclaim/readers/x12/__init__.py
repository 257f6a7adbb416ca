"""
Reading X12 837 claims: streaming, in bounded memory, telling the truth about damage.

``reader`` drives; ``segments`` cuts the stream, ``scan`` looks at segment ids with
``envelope`` and ``hierarchy``, ``source`` is what comes out, ``build`` reads the rest.
"""

from cleanclaim.readers.x12.reader import X12Reader

__all__ = ["X12Reader"]
