"""Keep quiet about matplotlib's fonts: where they are is no news for the reader of a notebook.

Imported before anything that imports matplotlib, which says these things while it is imported.
"""

import logging

logging.getLogger("matplotlib").setLevel(logging.ERROR)
