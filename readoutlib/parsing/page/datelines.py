"""Date lines and agency lines: what a page says of its own day and place, and is no text."""

from __future__ import annotations

import regex

from .dates import WEEKDAY, date_pattern

_ZONE = r"(?:GMT|UTC|BST|EDT|EST|ET|local\ time|Moscow\ time|[A-Z]{3,4})"
_TIME = rf"""(?:
    # 14:05; 2.05 p.m.; 14:05:30 (GMT+3)
    \d{{1,2}} [:.] \d\d (?: : \d\d (?: \.\d+ )? )? (?: \s* [ap]\.?m\.? )?
        (?: \s* \(? {_ZONE} \)? (?: \s* [+-] \d+ )? | [+-] \d\d :? \d\d )?
)"""
_LABEL = r"""(?:
    # Published on:  Last updated  Date  Posted in
    (?: first\  | last\  | date\  )?
    (?: updated? | publish(?:ed)? | publication | posted | issued | release[ds]? | date | modified
        | created | reviewed | changed )
    (?: \ date )? (?: \ on | \ at | \ in )? \s* :? \s*
)"""
_NOTE = r"(?: \s* \[ [\p{L}\d]{1,4} \] | [*†‡¹²³⁰⁴-⁹]+ )"  # the mark of a note
_PLACE = r"(?: \s* [,|–—-]{0,2} \s* \p{Lu}[\p{L}.]+ (?: ,?\ (?:of\ )?\p{Lu}[\p{L}.]+ ){0,3} )"
# A line that holds a date and nothing else, but for what else stands beside dates.
DATE_LINE = regex.compile(
    rf"""(?! on\s ) [*_(]{{0,3}}
    (?: [\p{{L}} .|]{{2,30}} [,|:/–—-] \s* )?          # a place or an agency: "Moscow, "
    {_LABEL}?
    (?: {_TIME} \s* [,|]? \s* )?
    (?: {WEEKDAY} \s* ,? \s* )?
    {date_pattern("line_")}
    {_NOTE}?
    (?: T {_TIME} Z? )?                                 # 2024-05-03T23:30:00-05:00
    (?: \s* [,|–—-]? \s* (?:
        {_TIME}
        | {_LABEL} .{{0,80}}                            # "… | Updated 8 May 2023"
        | by\s .{{2,30}}                                # "… by Ann Alder"
        | adjust\ font\ size \s* :?                     # a widget of the page
    ) )*
    {_PLACE}{{0,2}}                                     # "…, Addis Ababa - Ministry of Trade"
    [*_)|–—\s-]*""",
    regex.I | regex.X,
)
LABEL = regex.compile(rf"\b{_LABEL}", regex.I | regex.X)
_DASH = r"(?: --+ | [–—-] )"
_AGENCY = r"(?: \([\p{L} ]{2,20}\) | /[\p{L} ]{2,20}/ )"
# The words before the first sentence that tell where and when an agency wrote it.
AGENCY_LINE = regex.compile(
    rf"""[*_]* (?:
    # "BEIJING, Dec. 23 (Xinhua) --"; "BONN, Oct 20 -"
    \p{{Lu}}[\p{{L}} .,/-]{{2,30}}? (?: , | \s[–—|-] ) \s+
        (?i:{date_pattern("line_")}) [.,]? [*_]* \s* (?: {_AGENCY} \.? \s* {_DASH}? | {_DASH} \s )
    # "Hanoi (VNA) –"
    | \p{{Lu}}[\p{{L}}, ./-]{{2,40}}? \s* {_AGENCY} \s* {_DASH}
    # "WASHINGTON –"
    | \p{{Lu}}[\p{{Lu}}. ]{{3,30}} [*_]* \s+ {_DASH} \s
    ) \s*""",
    regex.X,
)
