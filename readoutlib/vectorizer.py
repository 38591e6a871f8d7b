"""Texts into features: a stop list with reasons, and a scikit-learn vectorizer that joins only words that stood together."""

from collections.abc import Callable
from functools import cache, lru_cache

from sklearn.feature_extraction.text import CountVectorizer

from .books import read_book
from .parsing.readout import ReadoutError
from .parsing.words.tokens import words


@cache
def stop_words() -> dict[str, str]:
    """Return the stop list: word → the reason why it is left out.

    >>> stop_words()["said"]
    'they tell that something was said, not what; speech acts are counted apart'
    """
    return {
        w: g["reason"]
        for g in reversed(read_book("stopwords")["group"])
        for w in g["words"].split()
    }


class ReadoutVectorizer(CountVectorizer):
    """Count words, n-grams and given phrases of texts: scikit-learn's CountVectorizer with this library's tokens.

    Hyphenated words stay whole, a possessive 's is dropped. `phrases` become single features (the longest first, in any case, stop
    words inside them kept). No n-gram crosses a line break (in the texts of `units`: a sentence end or a removed frame) or a removed
    stop word. For tf-idf put scikit-learn's TfidfTransformer behind it in a pipeline.

    Parameters: phrases, a list of phrases; ngram_range; stop_words, `"readouts"` (the library's list), a list of words, or None;
    min_df, max_df, max_features, vocabulary and binary as in CountVectorizer. `fit_transform` takes an iterable of n texts and
    returns a sparse array of shape (n, features), features in alphabetical order.

    >>> v = ReadoutVectorizer(phrases=["heads of state"], ngram_range=(1, 2), stop_words=["the"])
    >>> v.fit(["win-win talks\\nthe heads of state met"]).get_feature_names_out().tolist()
    ['heads of state', 'heads of state met', 'met', 'talks', 'win-win', 'win-win talks']
    """

    _parameter_constraints: dict = {
        **CountVectorizer._parameter_constraints,
        "stop_words": [str, list, None],
        "phrases": [list, tuple],
    }

    def __init__(
        self,
        *,
        phrases=(),
        ngram_range=(1, 1),
        stop_words="readouts",
        min_df=1,
        max_df=1.0,
        max_features=None,
        vocabulary=None,
        binary=False,
    ):
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
        """Return the words left out, None where none are; raises ReadoutError for a name of a list that is not ours."""
        if isinstance(self.stop_words, str) and self.stop_words != "readouts":
            raise ReadoutError(
                f"ReadoutVectorizer: no stop list {self.stop_words!r}; expected 'readouts', a list of words, or None."
            )
        return (
            None
            if self.stop_words is None
            else frozenset(
                map(_fold, stop_words() if self.stop_words == "readouts" else self.stop_words)
            )
        )

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """Return the function that turns a text into its features."""
        stop, (low, high) = self.get_stop_words() or frozenset(), self.ngram_range
        given: dict[str, list[list[str]]] = {}
        for phrase in sorted(
            filter(None, ([*map(_fold, words(p))] for p in self.phrases)), key=len, reverse=True
        ):
            given.setdefault(phrase[0], []).append(phrase)

        def analyze(text: str) -> list[str]:
            runs = (
                run
                for line in text.split("\n")
                for run in _runs([*map(_fold, words(line))], given, stop)
            )
            return [
                " ".join(run[i : i + n])
                for run in runs
                for n in range(low, high + 1)
                for i in range(len(run) - n + 1)
            ]

        return analyze


@lru_cache(1 << 16)  # texts repeat their words
def _fold(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s").lower()


def _runs(
    tokens: list[str], given: dict[str, list[list[str]]], stop: frozenset[str]
) -> list[list[str]]:
    """Join given phrases to single tokens and cut the line where a stop word stood."""
    runs: list[list[str]] = [[]]
    after = 0  # where the last phrase ended
    for i, token in enumerate(tokens):
        if i < after:
            continue
        if token in given and (
            phrase := next((p for p in given[token] if tokens[i : i + len(p)] == p), None)
        ):
            runs[-1].append(" ".join(phrase))
            after = i + len(phrase)
        elif token in stop:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs
