"""Who speaks how much, does what with words, says what the other does not, and said it first.

A person in an account is that account's paraphrase of the person. Tests pair the persons inside
each talk; columns that count words as if they were independent are named `token_…` and describe
only.

Modules: `persons` (whom a comparison is of), `shares` (of the words), `acts` (of speech), `keyness`
(of words), `first_use` (of phrases).
"""

from ..speakers import OTHERS
from .acts import act_matches, speech_acts
from .first_use import FirstUse, first_in_draws, who_first
from .keyness import PRIOR, paired_keyness, vocabulary
from .persons import main_pair, pool, principals
from .shares import share_of_voice, words_by_talk

__all__ = [
    "OTHERS",
    "PRIOR",
    "FirstUse",
    "act_matches",
    "first_in_draws",
    "main_pair",
    "paired_keyness",
    "pool",
    "principals",
    "share_of_voice",
    "speech_acts",
    "vocabulary",
    "who_first",
    "words_by_talk",
]
