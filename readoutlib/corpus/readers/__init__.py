"""Readers: files and rows into records, one document at a time, with a problem for each failure.

`reading` asks for what files a source stands for and gives each document its name; `documents`
reads a document a file, `tables` a document a row. `decoding`, `characters` and `content` make sure
that what comes of either is text, is safe to show, and is what its name says.
"""

from .reading import FILE_KINDS, Source, read_records

__all__ = ["FILE_KINDS", "Source", "read_records"]
