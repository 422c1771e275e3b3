"""Reads the forms and links of a page as a browser without JavaScript would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

Typed = Mapping[str, object]
CHOSEN = ("checkbox", "radio")
UNSENT = ("submit", "button", "image", "reset", "file")


@dataclass
class Control:
    """One input: its kind, its value, whether it is ticked, and for a select what it offers."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form with the values the page gave it. `put` types, `pairs` is what a browser would send."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    blocked: bool = False  # its button is shown disabled, with a reason

    def names(self) -> set[str]:
        return {control.name for control in self.controls}

    def first(self, name: str) -> str:
        """The value of the first control of that name; KeyError when there is none."""
        for control in self.controls:
            if control.name == name:
                return control.value
        raise KeyError(name)

    def put(self, typed: Typed) -> None:
        """Type into named controls. A list ticks boxes, True ticks one, nothing (None, "") leaves it alone.

        Raises KeyError for a name the form does not have and ValueError for a value it does not offer.
        """
        for name, value in typed.items():
            if value is None or value == "" or value == []:
                continue
            found = [one for one in self.controls if one.name == name]
            if not found:
                raise KeyError(name)
            self._put(found, value)

    @staticmethod
    def _put(found: list[Control], value: object) -> None:
        wanted = [str(one) for one in value] if isinstance(value, list | tuple) else [_text(value)]
        first = found[0]
        if first.kind in CHOSEN:
            for control in found:
                control.checked = value is True or control.value in wanted
            if not any(control.checked for control in found):
                raise ValueError(f"{first.name}: {wanted} is not offered")
        elif first.kind == "select" and not set(wanted) <= set(first.options):
            raise ValueError(f"{first.name}: {wanted} is not in {first.options}")
        else:
            first.value = wanted[0]

    def pairs(self, button: str = "") -> list[tuple[str, str]]:
        """Name and value of everything that is sent; `button` names the pressed one."""
        sent = [
            (one.name, one.value)
            for one in self.controls
            if one.kind not in UNSENT and (one.checked or one.kind not in CHOSEN)
        ]
        if button:
            pressed = next(one for one in self.controls if one.name == button and one.kind == "submit")
            sent.append((button, pressed.value))
        return sent


def _text(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


@dataclass
class Page:
    """What a page holds for a machine: its forms, its links, the moments it names and its notices."""

    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def form(self, holding: str = "", action: str = "") -> Form:
        """The first form that has an input of this name, or posts to an address ending so. LookupError else."""
        for form in self.forms:
            if (holding and holding in form.names()) or (action and form.action.endswith(action)):
                return form
        raise LookupError(f"no form with {holding or action!r}; faults on the page: {self.faults}")


class _Reader(HTMLParser):
    FAULTS = ("error-summary", "errorlist", "notice-block", "alert-danger", "invalid-feedback")
    VOID = ("input", "br", "img", "meta", "link", "hr", "source", "wbr", "col")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._form: Form | None = None
        self._text: Control | None = None  # the textarea being read
        self._select: Control | None = None
        self._fault_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        flags = {name for name, _value in attrs}
        if self._fault_depth and tag not in self.VOID:
            self._fault_depth += 1
        elif set(given.get("class", "").split()) & set(self.FAULTS):
            self._fault_depth = 1
            self.page.faults.append("")
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        elif tag == "time" and "datetime" in given:
            self.page.moments.append(given["datetime"])
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif tag in ("input", "button", "select", "textarea", "option"):
            self._control(tag, given, flags)

    def _control(self, tag: str, given: dict[str, str], flags: set[str]) -> None:
        if tag == "option":
            self._option(given, flags)
            return
        form = self._form
        if form is None:
            return
        kind = (
            given.get("type", "submit" if tag == "button" else "text") if tag in ("input", "button") else tag
        )
        if "disabled" in flags:
            form.blocked = form.blocked or kind == "submit"
            return
        if "aria-disabled" in flags and given["aria-disabled"] == "true" and kind == "submit":
            form.blocked = True
        value = given.get("value", "on" if kind in CHOSEN else "")
        control = Control(given.get("name", ""), kind, value, "checked" in flags)
        if not control.name:
            return
        form.controls.append(control)
        if tag == "select":
            self._select = control
        elif tag == "textarea":
            self._text = control

    def _option(self, given: dict[str, str], flags: set[str]) -> None:
        if self._select is None:
            return
        value = given.get("value", "")
        if not self._select.options or "selected" in flags:
            self._select.value = value
        self._select.options.append(value)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data
        if self._fault_depth:
            self.page.faults[-1] = f"{self.page.faults[-1]} {data.strip()}".strip()

    def handle_endtag(self, tag: str) -> None:
        if self._fault_depth and tag not in self.VOID:
            self._fault_depth -= 1
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text is not None:
            self._text.value = self._text.value.removeprefix("\n")
            self._text = None


def read_page(html: str) -> Page:
    """Parse a page. Inputs that name their form by the form attribute are not needed and not read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
