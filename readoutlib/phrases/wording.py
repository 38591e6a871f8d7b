"""Wordings: how a formula is worded over time, and whether that goes with page or date."""

from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from ..corpus import Corpus
from .search import spoken

_WORDING_COLUMNS = [
    *("concept", "wording", "status", "change", "hits", "talks", "first_talk", "last_talk"),
    *("page", "date", "chance", "goes_with"),
]


def wordings(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the wordings of each concept in the order of first use, and what each goes with.

    The wordings are the variants among `hits` (in the words that count), whatever their status.
    Columns: concept, wording, status, change (against the wording before, word by word), hits,
    talks, first_talk, last_talk, page, date, chance, goes_with. No hit: no row.

    The accounts are those with any of the wordings. For each of them, whether a wording stands
    there is foretold from others by majority: for `page` from the accounts of other talks in the
    same page style (outlet, else its guess, else the kinds of cuts), for `date` from the talks
    before and after (each counts once, by the share of its accounts; undated talks lend no
    neighbour). What they leave open, having no account or being even, is told as most accounts have
    it, or is half right where these are even too. `page` and `date` are the shares of accounts told
    rightly; `chance` is that share when all are told as most have it: max(p, 1 - p), p the share of
    accounts with the wording.

    goes_with, the first that holds: `one talk`; `every account`; `page style` where page > chance +
    2 sqrt(chance (1 - chance) / accounts) and page >= date; `date` where date is beyond the same
    bound; `too few accounts` where that bound is 1 or more; `neither`.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> partners = ["comprehensive strategic partners of coordination"]
    >>> family = grow("comprehensive strategic partnership of coordination", also=partners)
    >>> wordings(corpus, find(corpus, [family])).change.tolist()
    ['', 'comprehensive strategic [partnership → partners] of coordination']
    """
    style = _page_styles(corpus)
    by_concept = spoken(hits).groupby("concept", sort=False)
    tables = [_of_concept(own, style).assign(concept=concept) for concept, own in by_concept]
    if not tables:
        return pd.DataFrame(columns=_WORDING_COLUMNS)
    return pd.concat(tables, ignore_index=True)[_WORDING_COLUMNS]


def _page_styles(corpus: Corpus) -> pd.Series:
    """Return the page style of each document: outlet, else its guess, else the kinds of cuts."""
    cuts = corpus.cuts.groupby("doc_id").rule.agg(lambda rules: " + ".join(sorted({*rules})))
    documents = corpus.documents.astype(object)
    return documents.outlet.fillna(documents.outlet_guess).fillna(cuts).fillna("plain")


def _of_concept(hits: pd.DataFrame, style: pd.Series) -> pd.DataFrame:
    """Return the wordings of one concept, the columns of `wordings` but concept."""
    by_account = hits.groupby(["doc_id", "event_id", "variant"], sort=False).size()
    used = by_account.unstack(fill_value=0).gt(0).astype(float)  # account x wording: 1 or 0
    page = style[used.index.get_level_values("doc_id")].to_numpy()
    is_dated = hits.groupby("event_id", sort=False).event_start.first().notna()
    table = hits.groupby("variant", sort=False).agg(
        status=("status", "first"),
        hits=("talk", "size"),
        talks=("event_id", "nunique"),
        first_talk=("talk", "first"),
        last_talk=("talk", "last"),
    )
    most = used.mean()
    table["change"] = ["", *map(_change, table.index, table.index[1:])]
    table["page"] = _told_rightly(used, _told_by_page(used, page), most)
    table["date"] = _told_rightly(used, _told_by_date(used, is_dated), most)
    table["chance"] = np.maximum(most, 1 - most)
    table["goes_with"] = _goes_with(table, len(used))
    return table.rename_axis("wording").reset_index()


def _told_by_page(used: pd.DataFrame, page: np.ndarray) -> pd.DataFrame:
    """Return what the page tells: of other talks' accounts in its style the share with a wording.

    A row for each account, NaN where there is no other.
    """
    talk = used.index.get_level_values("event_id")
    in_style, in_talk_too = used.groupby(page), used.groupby([page, talk])
    accounts = in_style.transform("size") - in_talk_too.transform("size")
    having = in_style.transform("sum") - in_talk_too.transform("sum")
    return having.div(accounts.where(accounts > 0), axis=0)


def _told_by_date(used: pd.DataFrame, is_dated: pd.Series) -> pd.DataFrame:
    """Return what the date tells: the mean share with the wording in the talks before and after.

    A row for each account, NaN where there is no neighbour.
    """
    talk = used.index.get_level_values("event_id")
    share = used.groupby(talk, sort=False).mean().where(is_dated, axis=0)
    three = share.rolling(3, center=True, min_periods=1)
    neighbours = (three.sum() - share) / (three.count() - 1)
    return neighbours.loc[talk].set_axis(used.index)


def _told_rightly(used: pd.DataFrame, told: pd.DataFrame, most: pd.Series) -> pd.Series:
    """Return for each wording the share of accounts that are told rightly by majority.

    What is open (no share, or one of a half) goes as `most` of all accounts do; a half right if
    these are even too.
    """
    share = told.round(9)
    foretold = share.mask(share == 0.5).fillna(most)
    guess = np.sign(foretold - 0.5)  # 1: has it, -1: has it not, 0: open
    actual = 2 * used - 1
    rightly: pd.Series = (1 + guess * actual).mean() / 2
    return rightly


def _goes_with(table: pd.DataFrame, accounts: int) -> np.ndarray:
    """Say what each wording goes with: the first case that holds."""
    error = np.sqrt(table.chance * (1 - table.chance) / accounts)
    bound = table.chance + 2 * error
    cases = {
        "one talk": table.talks == 1,
        "every account": table.chance == 1,
        "page style": (table.page > bound) & (table.page >= table.date),
        "date": table.date > bound,
        "too few accounts": bound >= 1,
    }
    return np.select([*cases.values()], [*cases], "neither")


def _change(old: str, new: str) -> str:
    """Show how one wording became another, word by word.

    >>> _change("equal orderly multipolar world", "an orderly multipolar world order")
    '[equal → an] orderly multipolar world [+ order]'
    """
    return " ".join(_changes(old.split(), new.split()))


def _changes(old: list[str], new: list[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        was = " ".join(old[old_start:old_end])
        now = " ".join(new[new_start:new_end])
        match kind:
            case "equal":
                yield now
            case "replace":
                yield f"[{was} → {now}]"
            case "delete":
                yield f"[− {was}]"
            case "insert":
                yield f"[+ {now}]"
