"""Files from outside: what is accepted, how much at once, under which name they are kept and given out.

`kinds` and what it uses are plain Python. `words` says a refusal in a sentence, `handling` holds the sizes
while a body streams in, `serving` is the one way out, `storage` writes whole files or none.
"""

from ui.uploads.faults import UploadFault
from ui.uploads.kinds import ALL_KINDS, MOST_BYTES, PAPERS, Kind, check, ending_of
from ui.uploads.names import safe_name

__all__ = ["ALL_KINDS", "MOST_BYTES", "PAPERS", "Kind", "UploadFault", "check", "ending_of", "safe_name"]
