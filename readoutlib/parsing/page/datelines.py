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
    # Published on:  Last updated  Date
    (?: first\  | last\  )?
    (?: updated | publish(?:ed)?(?:\ date)? | posted | issued | released | date | modified
        | created )
    (?: \ on | \ at )? \s* :? \s*
)"""
# A line that holds a date and nothing else, but for what else stands beside dates.
DATE_LINE = regex.compile(
    rf"""(?! on\s )
    (?: [\p{{L}} .|]{{2,30}} [,|:/–—-] \s* )?          # a place or an agency: "Moscow, "
    {_LABEL}?
    (?: {_TIME} \s* [,|]? \s* )?
    (?: {WEEKDAY} \s* ,? \s* )?
    {date_pattern("line_")}
    (?: \s* [,|–—-]? \s* (?:
        {_TIME}
        | {_LABEL} .{{0,40}}                            # "… | Updated 8 May 2023"
        | by\s .{{2,30}}                                # "… by Ann Alder"
        | adjust\ font\ size \s* :?                     # a widget of the page
    ) )*
    (?: \s* [,|–—-]? \s* \p{{Lu}}\p{{L}}+ (?: ,?\ \p{{Lu}}\p{{L}}+ )? )?   # "…, Addis Ababa"
    \s*""",
    regex.I | regex.X,
)
_DASH = r"(?: --+ | [–—-] )"
_AGENCY = r"(?: \([\p{L} ]{2,20}\) | /[\p{L} ]{2,20}/ )"
# The words before the first sentence that tell where and when an agency wrote it.
AGENCY_LINE = regex.compile(
    rf"""[*_]* (?:
    # "BEIJING, Dec. 23 (Xinhua) --"; "BONN, Oct 20 -"
    \p{{Lu}}[\p{{L}} ./-]{{2,30}} , \s+ (?i:{date_pattern("line_")}) [.,]? [*_]* \s*
        (?: {_AGENCY} \.? \s* {_DASH}? | {_DASH} \s )
    # "Hanoi (VNA) –"
    | \p{{Lu}}[\p{{L}}, ./-]{{2,40}}? \s* {_AGENCY} \s* {_DASH}
    # "WASHINGTON –"
    | \p{{Lu}}[\p{{Lu}}. ]{{3,30}} [*_]* \s+ {_DASH} \s
    ) \s*""",
    regex.X,
)
