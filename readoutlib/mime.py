"""The names under which charts, tables and figures stand in a notebook, with what they carry."""

VEGA = "application/vnd.vegalite.v5+json"  # the newest version that JupyterLab 4.6 draws offline
TABLE = "application/vnd.readouts.table+json"  # a table, as `tables.structure` makes it
FIGURE = "application/vnd.readouts.figure+json"  # fields and rows behind a drawn figure
