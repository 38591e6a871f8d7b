"""Texts into features for scikit-learn: a vectorizer that joins only words that stood together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer

from .parsing.readout import ReadoutError
from .parsing.words.tokens import words
from .stopwords import stop_words

OUR_LIST = "readouts"  # the name of the library's stop list


class ReadoutVectorizer(CountVectorizer):  # type: ignore[misc]
    """Count words, n-grams and given phrases: CountVectorizer with this library's tokens.

    Hyphenated words stay whole, a possessive 's is dropped. `phrases` become single features (the
    longest first, in any case, stop words inside them kept). No n-gram crosses a line break (in the
    texts of `units`: a sentence end or a removed frame) or a removed stop word. For tf-idf put
    scikit-learn's TfidfTransformer behind it in a pipeline.

    Parameters: phrases, a list of phrases; ngram_range; stop_words, `"readouts"` (the library's
    list), a list of words, or None; min_df, max_df, max_features, vocabulary and binary as in
    CountVectorizer. `fit_transform` takes an iterable of n texts and returns a sparse array of
    shape (n, features), features in alphabetical order; it raises ValueError where no feature is
    left, as CountVectorizer does.

    >>> v = ReadoutVectorizer(phrases=["heads of state"], ngram_range=(1, 2), stop_words=["the"])
    >>> v.fit(["win-win talks\\nthe heads of state met"]).get_feature_names_out().tolist()
    ['heads of state', 'heads of state met', 'met', 'talks', 'win-win', 'win-win talks']
    """

    _parameter_constraints: dict[str, list[object]] = {
        **CountVectorizer._parameter_constraints,
        "stop_words": [str, list, None],
        "phrases": [list, tuple],
    }

    def __init__(
        self,
        *,
        phrases: Sequence[str] = (),
        ngram_range: tuple[int, int] = (1, 1),
        stop_words: str | list[str] | None = OUR_LIST,
        min_df: float = 1,
        max_df: float = 1.0,
        max_features: int | None = None,
        vocabulary: Any = None,
        binary: bool = False,
    ) -> None:
        super().__init__(
            stop_words=stop_words,
            ngram_range=ngram_range,
            min_df=min_df,
            max_df=max_df,
            max_features=max_features,
            vocabulary=vocabulary,
            binary=binary,
        )
        self.phrases = phrases

    def get_stop_words(self) -> frozenset[str] | None:
        """Return the words left out, None where none are.

        Raises ReadoutError for a name of a list that is not ours.
        """
        if self.stop_words is None:
            return None
        if not isinstance(self.stop_words, str):
            return frozenset(map(_spelling, self.stop_words))
        if self.stop_words == OUR_LIST:
            return frozenset(map(_spelling, stop_words()))
        raise ReadoutError(
            f"ReadoutVectorizer: no stop list {self.stop_words!r}; "
            f"expected '{OUR_LIST}', a list of words, or None."
        )

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """Return the function that turns a text into its features, run by run, then by length."""
        left_out = self.get_stop_words() or frozenset()
        phrases = _by_first_word(self.phrases)
        shortest, longest = self.ngram_range

        def runs_of(text: str) -> Iterator[list[str]]:
            for line in text.split("\n"):
                yield from _runs([*map(_spelling, words(line))], phrases, left_out)

        def analyze(text: str) -> list[str]:
            return [
                " ".join(run[start : start + n])
                for run in runs_of(text)
                for n in range(shortest, longest + 1)
                for start in range(len(run) - n + 1)
            ]

        return analyze


@lru_cache(65_536)  # texts repeat their words
def _spelling(word: str) -> str:
    """Return the one spelling in which a word is counted: lower case, without a possessive 's."""
    return word.replace("’", "'").removesuffix("'s").lower()


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[list[str]]]:
    """Return the words of each phrase under the first of them, the longest phrase first."""
    spelt = [[*map(_spelling, words(phrase))] for phrase in phrases]
    found: dict[str, list[list[str]]] = {}
    for phrase in sorted(filter(None, spelt), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _runs(
    tokens: list[str], phrases: dict[str, list[list[str]]], left_out: frozenset[str]
) -> list[list[str]]:
    """Join given phrases to single tokens and cut the line where a stop word stood."""
    runs: list[list[str]] = [[]]
    end = 0  # of the last phrase
    for i, token in enumerate(tokens):
        if i < end:
            continue
        if token in phrases and (phrase := _phrase_at(i, tokens, phrases[token])):
            runs[-1].append(" ".join(phrase))
            end = i + len(phrase)
        elif token in left_out:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs


def _phrase_at(i: int, tokens: list[str], phrases: list[list[str]]) -> list[str]:
    """Return the first of the phrases that stands at token i, or nothing."""
    return next((p for p in phrases if tokens[i : i + len(p)] == p), [])
