"""The names under which what we show stands in a notebook, beside the forms that everybody knows."""

VEGA = "application/vnd.vegalite.v5+json"  # the newest version that JupyterLab 4.6 draws offline
TABLE = "application/vnd.readouts.table+json"  # a table, as `tables.structure` makes it
FIGURE = "application/vnd.readouts.figure+json"  # fields and rows behind a drawn figure
