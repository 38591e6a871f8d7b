"""Decoding: bytes to text, in the encoding that they state or show, else in a named guess."""

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from .characters import REFUSED, REPLACEMENT
from .telling import Told, UnusableError

UTF_8 = "utf-8-sig"  # without the mark that may stand before it
GUESS = "cp1252"
NO_LETTERS_OF_GUESS = b"\x81\x8d\x8f\x90\x9d"
MARKS = {  # UTF-32 first: its mark begins as that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What browsers read for these names: the larger set that pages under the old name really use.
SUPERSET = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# As Python calls them. A name is a stranger's word: others unpack, or take their time over it.
STATED = frozenset(
    """
    ascii utf-8 utf-16 utf-16-le utf-16-be big5 big5hkscs cp866 cp874 cp932 cp949 euc_jp euc_kr
    gb18030 koi8-r koi8-u mac-roman shift_jis tis-620 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255
    cp1256 cp1257 cp1258 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16
    """.split()
)
GUESSED = Told(
    "encoding guessed",
    "UTF-8, or UTF-16 with its mark",
    "neither; read as Windows-1252",
    "save it as UTF-8",
)
CHUNK = 2**20
LOOKED_AT = 4096  # bytes of the start
FEW = 0.01  # of the letters, that a stated encoding may leave undecoded
MANY = 0.05  # of the characters, from which on control characters show that this is no text


class Encoding(NamedTuple):
    """How bytes become text: whether by a guess, and whether some become U+FFFD."""

    name: str
    guessed: bool = False
    marked: bool = False

    @property
    def told_of_marks(self) -> Told:
        """What a user should know where some bytes could not be decoded."""
        return Told(
            "bytes not decoded",
            f"{self.name.removesuffix('-sig').upper()} throughout",
            "bytes that are none, shown as U+FFFD",
            "save it again as UTF-8",
        )

    @property
    def told(self) -> list[Told]:
        """What a user should know of it."""
        return [GUESSED] * self.guessed + [self.told_of_marks] * self.marked


def decoded(data: bytes, stated: str | None = None) -> tuple[str, Encoding]:
    """Return the text of bytes, without a byte order mark, and how they were decoded.

    `stated` is the name of an encoding that the bytes give themselves. Raises UnusableError for
    what is no text.

    >>> decoded("Škoda".encode("utf-16"))
    ('Škoda', Encoding(name='utf-16', guessed=False, marked=False))
    >>> decoded("“Tokyo”".encode("cp1252"))
    ('“Tokyo”', Encoding(name='cp1252', guessed=True, marked=False))
    """
    encoding = encoding_of(io.BytesIO(data), stated)
    text = data.decode(encoding.name, "replace")
    refuse_binary(text)
    return text, encoding


def refuse_binary(text: str) -> None:
    """Raise UnusableError for the start of a file, or all of it, that is no text."""
    if len(REFUSED.findall(text)) > MANY * len(text):
        raise UnusableError(
            "binary",
            expected="text",
            found="bytes that are no text",
            hint="export it as plain text in UTF-8",
        )


def encoding_of(file: BinaryIO, stated: str | None = None) -> Encoding:
    """Return the encoding of a file, which is read to its end, a part at a time."""
    start = file.read(LOOKED_AT)
    unicode = _by_mark(start) or _by_zeros(start) or UTF_8
    by_name = _known(stated)
    for name in filter(None, (unicode, by_name)):
        if _decodes(file, name):
            return Encoding(name)
    if unicode != UTF_8:
        return Encoding(unicode, marked=True)
    if by_name and _share_lost(file, by_name) < FEW:
        return Encoding(by_name, marked=True)
    return _guess(file)


def _by_mark(start: bytes) -> str | None:
    return next((name for mark, name in MARKS.items() if start.startswith(mark)), None)


def _by_zeros(start: bytes) -> str | None:
    """Return UTF-16 where, as in most western text, every other byte is nought."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    most = 0.4 * len(start)
    if odd > most and not even:
        return "utf-16-le"
    if even > most and not odd:
        return "utf-16-be"
    return None


def _known(stated: str | None) -> str | None:
    """Return the name under which Python knows a stated encoding."""
    try:
        name = codecs.lookup(stated or "").name
    except LookupError:
        return None
    name = SUPERSET.get(name, name)
    return name if name in STATED else None


def _guess(file: BinaryIO) -> Encoding:
    """Return UTF-8 where most letters beyond ASCII are right in it, else Windows-1252."""
    beyond, wrong = _letters_and_marks(file, UTF_8)
    no_letters = sum(chunk.count(byte) for chunk in _chunks(file) for byte in NO_LETTERS_OF_GUESS)
    if beyond > 2 * wrong or no_letters >= wrong:
        return Encoding(UTF_8, marked=True)
    return Encoding(GUESS, guessed=True, marked=no_letters > 0)


def _share_lost(file: BinaryIO, name: str) -> float:
    beyond, wrong = _letters_and_marks(file, name)
    return wrong / beyond


def _letters_and_marks(file: BinaryIO, name: str) -> tuple[int, int]:
    """Return how many characters lie beyond ASCII, and how many of them mark what is none."""
    beyond = marks = 0
    for text in _texts(file, name, "replace"):
        beyond += len(text) - len(text.encode("ascii", "ignore"))
        marks += text.count(REPLACEMENT)
    return beyond, marks


def _decodes(file: BinaryIO, name: str) -> bool:
    try:
        for _ in _texts(file, name, "strict"):
            pass
    except UnicodeError:
        return False
    return True


def _texts(file: BinaryIO, name: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(errors)
    for chunk in _chunks(file):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, CHUNK), b"")
