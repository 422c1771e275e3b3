"""The arithmetic of Shortlist: plain Python, no Django, no clock, no input or output.

`ENGINE` names the version of the rules; every stored run carries it.
"""

ENGINE = "3"
