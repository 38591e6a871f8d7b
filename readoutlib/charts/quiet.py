"""Keep quiet where matplotlib keeps its fonts, and that it looks for them: no news for the reader of a notebook.

Imported before anything that imports matplotlib, which says these things while it is imported.
"""

import logging

logging.getLogger("matplotlib").setLevel(logging.ERROR)
