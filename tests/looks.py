"""What is wrong with how an open page looks: what axe objects to, and what is wider than the window.

A run of axe costs ten times what loading the page costs, and hardly anything it finds depends on language or width.
So each page is loaded in every look, and given to axe in as few as show all of its forms.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

AXE = Axe()


def violations(page: Any) -> list[Any]:
    """(rule, the elements that break it, three at most) for every rule of axe that is broken."""
    found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]][:3]) for rule in found]


def too_wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
