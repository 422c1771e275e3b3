"""A person with a keyboard and no mouse: every step is a key, and every stop of the focus is looked at."""

from collections.abc import Sequence
from typing import NamedTuple

from playwright.sync_api import Page

MOST_TABS = 40  # from one thing a person does on a page to the next

# What somebody sees of the focus: a ring that is drawn, inside the window, and nothing in front of it.
LOOK = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return {lost: true};
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    const clear = colour => /transparent|, 0\\)$/.test(colour);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && !clear(style.outlineColor);
    const x = Math.min(Math.max((box.left + box.right) / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max((box.top + box.bottom) / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const inside = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0
        && box.left < innerWidth;
    return {
        lost: false,
        jumped: at.tabIndex < 0,
        ring: ring || style.boxShadow !== 'none',
        inside,
        covered: !top || !(at.contains(top) || top.contains(at)),
        html: at.outerHTML.slice(0, 160),
        words: [at.ariaLabel, at.textContent, ...[...at.labels || []].map(label => label.textContent)].join(' '),
    };
}"""


class Focus(NamedTuple):
    """What has the focus, as a screen reader would say it."""

    role: str
    name: str
    checked: bool


class Keys:
    """One page, worked with keys alone, by somebody who has just signed in with a password."""

    def __init__(self, page: Page, email: str, password: str) -> None:
        self.page, self.password = page, password
        self.tabs = 0
        page.goto("/accounts/login/")  # the only address this person ever types
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("Accessibility.enable")
        self.fill("Email", email)
        self.fill("Password", password)
        self.enter()

    def focused(self) -> Focus:
        """Ask the browser's accessibility tree."""
        found = self.cdp.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        asked = {"objectId": found["objectId"], "fetchRelatives": False}
        node = self.cdp.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
        return Focus(role, " ".join(name.split()), states.get("checked") == "true")

    def look(self, passed: Sequence[str] = ()) -> str:
        """Fail where the focus is lost, invisible, out of the window or behind something. Returns words it has."""
        seen = self.page.evaluate(LOOK)
        assert not seen["lost"], f"{self.page.url}: the focus is lost after {passed}"
        if not seen["jumped"]:  # where a skip link led to shows no ring
            faults = [
                name
                for name, wrong in zip(
                    SIGHTS, (not seen["ring"], not seen["inside"], seen["covered"]), strict=True
                )
                if wrong
            ]
            assert not faults, f"{self.page.url}: {faults}: {seen['html']}"
        return " ".join(seen["words"].split())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, name: str, role: str = "", within: int = MOST_TABS, key: str = "Tab") -> Focus:
        """Tab until the focus is on what is called so, or begins so before three dots."""
        passed: list[str] = []
        for _ in range(within):
            self.press(key)
            self.tabs += 1
            words = self.look(passed)
            passed.append(words[:60])
            if name.strip(". ") not in words:
                continue  # spares asking what it is called exactly
            here = self.focused()
            if _is_called(here.name, name) and (not role or here.role == role):
                return here
        raise AssertionError(f"{self.page.url}: {name!r} is not reached in {within} tabs: {passed}")

    def follow(self, name: str, role: str = "", within: int = MOST_TABS, key: str = "Tab") -> None:
        """Reach a link or button, press Enter, and wait for the page that answers."""
        self.reach(name, role, within, key)
        self.enter()

    def enter(self) -> None:
        """Press Enter and wait; on a slow machine the sign-in of the beginning is too old for some acts by then."""
        with self.page.expect_navigation():
            self.press("Enter")
        if "/reauthenticate/" in self.page.url:
            self.fill("Password", self.password)
            self.enter()

    def skip(self, name: str) -> None:
        """Use a skip link: the next Tab goes on from where it led."""
        self.reach(name, "link", within=3)
        self.press("Enter")

    def tick(self, name: str, within: int = MOST_TABS) -> None:
        assert not self.reach(name, "checkbox", within).checked
        self.press("Space")
        assert self.focused().checked, name

    def choose(self, name: str) -> None:
        """Move inside the radio group that has the focus until the named one is chosen."""
        self.press("Space")
        for _ in range(12):
            here = self.focused()
            self.look()
            if here.name == name:
                assert here.checked, name
                return
            self.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no choice {name!r}")

    def pick(self, text: str) -> None:
        """Choose in the select that has the focus, by typing how the choice begins."""
        self.page.keyboard.type(text)

    def write(self, text: str) -> None:
        """Replace what stands in the field that has the focus."""
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def fill(self, name: str, text: str, within: int = MOST_TABS) -> None:
        self.reach(name, within=within)
        self.write(text)


SIGHTS = ("no ring", "outside the window", "covered")


def _is_called(name: str, wanted: str) -> bool:
    if wanted.endswith("..."):
        return name.startswith(wanted[:-3])
    return name == wanted
