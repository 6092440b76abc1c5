"""The crisis layer: sees danger in what a person writes and names the numbers that help at once.

It shows numbers and marks an intake for a person to read. It decides nothing and ranks nobody.
"""

from casework.crisis.detector import Crisis, CrisisNumber
from casework.crisis.reading import CrisisKind, CrisisReading, Level

__all__ = ["Crisis", "CrisisKind", "CrisisNumber", "CrisisReading", "Level"]
