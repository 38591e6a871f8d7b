"""Did the words change, by more than chance: between periods, years, persons and talks.

periods      in which period, or year, a talk lies; talks known to an interval by draws
groups       how far groups of texts differ beyond chance, and the words that carry it
similarity   how much two talks have in common, pair by pair
time_trends  words, and named phrase families, that come to be said more or less over the years
"""

from .groups import Divergence, divergence, jensen_shannon
from .periods import period
from .similarity import talk_similarity
from .time_trends import over_time, trends

__all__ = [
    "Divergence",
    "divergence",
    "jensen_shannon",
    "over_time",
    "period",
    "talk_similarity",
    "trends",
]
