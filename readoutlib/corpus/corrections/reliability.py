"""How far the rules and an analyst agree."""

import pandas as pd

from .correction import LABEL_COLUMNS


def agreement(corrections: pd.DataFrame) -> pd.DataFrame:
    """Compare what the rules found with an analyst's `corpus.corrections`, a row a kind of value.

    Columns: what (`speaker` and `mode` of sentences, then fields of documents by name), rows,
    changed, confirmed (the analyst's value is the automatic one), agreement (confirmed / rows),
    kappa: for speaker and mode Cohen's (1960), (observed − expected agreement) / (1 − expected
    agreement) by `sklearn.metrics.cohen_kappa_score`; NA for fields, and where both know one label
    only. Rows that an analyst chose to write are no random sample of the sentences; those of
    documents labelled whole are all there is.

    >>> rows = pd.DataFrame({"what": "mode", "before": ["joint", "joint", "explicit", "explicit"]})
    >>> agreement(rows.assign(after=["joint"] * 3 + ["explicit"])).to_dict("records")
    [{'what': 'mode', 'rows': 4, 'changed': 1, 'confirmed': 3, 'agreement': 0.75, 'kappa': 0.5}]
    """
    known = corrections.fillna({"before": "unknown", "after": "unknown"})
    groups = sorted(known.groupby("what"), key=lambda group: _labels_first(str(group[0])))
    types = {
        "what": "str",
        "rows": "int64",
        "changed": "int64",
        "confirmed": "int64",
        "agreement": "float64",
        "kappa": "float64",
    }
    rows = [_agreement_in(str(what), own) for what, own in groups]
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _labels_first(what: str) -> tuple[int, str]:
    """The order of the kinds of values: speaker, mode, then the fields of documents by name."""
    return (LABEL_COLUMNS.index(what) if what in LABEL_COLUMNS else len(LABEL_COLUMNS)), what


def _agreement_in(what: str, rows: pd.DataFrame) -> dict[str, object]:
    confirmed = int((rows.before == rows.after).sum())
    return {
        "what": what,
        "rows": len(rows),
        "changed": len(rows) - confirmed,
        "confirmed": confirmed,
        "agreement": confirmed / len(rows),
        "kappa": _kappa(rows) if what in LABEL_COLUMNS else float("nan"),
    }


def _kappa(rows: pd.DataFrame) -> float:
    from sklearn.metrics import cohen_kappa_score

    labels = {*rows.before, *rows.after}
    return float(cohen_kappa_score(rows.before, rows.after)) if len(labels) > 1 else float("nan")
