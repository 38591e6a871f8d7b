"""Many readouts as one Corpus: read, identified, corrected, stored."""

from .assembly import assemble
from .corpus import Corpus, digest
from .load import load_corpus
from .speech import turns

__all__ = ["Corpus", "assemble", "digest", "load_corpus", "turns"]
