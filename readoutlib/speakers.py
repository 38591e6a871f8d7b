"""The names of voices that are no one person."""

BOTH_SIDES = "Both sides"
NARRATOR = "Narrator"
OTHERS = "others"  # persons past those that a chart or a table tells apart
