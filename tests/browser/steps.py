"""What people do in the browser, step by step. Nothing here reads a translated word or needs JavaScript."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page

Typed = Mapping[str, Any]  # name of an input -> what is typed or chosen

CONTROLS = """form => [...form.elements].filter(e => e.name && e.type !== 'hidden').map(e => ({
    name: e.name, kind: e.tagName === 'SELECT' ? 'select' : e.type, seen: e.checkVisibility()}))"""

# A question has some forty inputs: they are filled in one go, as a password manager does it.
FILL_AT_ONCE = """(form, typed) => {
    const unknown = [];
    for (const [name, value] of Object.entries(typed)) {
        if (value === null || value === '' || Array.isArray(value) && !value.length) continue;
        const found = [...form.elements].filter(e => e.name === name && e.type !== 'hidden');
        const texts = [].concat(value).map(one => String(one).replaceAll('\\n', found[0]?.rows ? '\\n' : ' '));
        const boxes = found.filter(e => e.type === 'checkbox' || e.type === 'radio');
        for (const box of boxes) box.checked = value === true || texts.includes(box.value);
        if (!boxes.length && found.length) found[0].value = texts[0];
        const there = boxes.length ? boxes.some(box => box.checked) : found.length && found[0].value === texts[0];
        if (!there) unknown.push(name);
        else for (const type of ['input', 'change']) found[0].dispatchEvent(new Event(type, {bubbles: true}));
    }
    return unknown;
}"""


# -- forms -------------------------------------------------------------------------------------------


def the_form(page: Page, holding: str) -> Locator:
    """The form that holds the named input."""
    return page.locator("main form, #content form").filter(has=page.locator(f'[name="{holding}"]')).first


def fill(form: Locator, typed: Typed) -> None:
    """Type into every control of the form that `typed` names; fold out what hides it."""
    done = set()
    for control in form.evaluate(CONTROLS):
        name, value = control["name"], typed.get(control["name"])
        if value in (None, "") or name in done or control["kind"] in ("submit", "button"):
            continue
        done.add(name)
        if not control["seen"]:
            unfold(form, name)
        put(form.locator(f'[name="{name}"]'), control["kind"], value)
    unknown = {name for name, value in typed.items() if value not in (None, "", [])} - done
    assert not unknown, f"no input for {sorted(unknown)}"


def unfold(form: Locator, name: str) -> None:
    closed = form.locator("details:not([open])").filter(has=form.page.locator(f'[name="{name}"]'))
    while closed.count():
        closed.first.locator("> summary").click()


def put(control: Locator, kind: str, value: Any) -> None:
    if kind == "select":
        control.select_option({True: "true", False: "false"}.get(value, str(value)))
    elif isinstance(value, list | tuple):
        wanted = set(value)
        for box in control.all():
            box.set_checked(box.get_attribute("value") in wanted)
        assert control.and_(control.page.locator(":checked")).count() == len(wanted), f"{value} not offered"
    elif kind == "radio":
        control.and_(control.page.locator(f'[value="{value}"]')).check()
    elif kind == "checkbox":
        control.check()
    elif kind == "file":
        control.set_input_files(value)
    else:
        control.fill(str(value))


def send(form: Locator, button: str = "") -> None:
    """Press the named button, or the form's primary one, and wait for the page that answers."""
    blocked = form.locator(".blocked-action .reason").all_inner_texts()
    assert button or not blocked, (blocked, form.page.locator(".notice-body").all_inner_texts())
    if button:
        chosen = form.locator(f'button[name="{button}"]')
    else:
        chosen = form.locator("button[type=submit].btn-primary")
        chosen = chosen if chosen.count() else form.locator("button[type=submit]:not(.visually-hidden)")
    with form.page.expect_navigation():
        chosen.first.click()
    assert_no_fault(form.page)


def press(page: Page, action: str) -> None:
    """Press the only button of the form that posts to an address ending so."""
    send(page.locator(f'form[action$="{action}"]').first)


def submit(page: Page, typed: Typed, button: str = "") -> None:
    """Fill in the form that holds these inputs, and send it."""
    form = the_form(page, next(iter(typed)))
    fill(form, typed)
    send(form, button)


def assert_no_fault(page: Page) -> None:
    faults = page.locator(".error-summary, .errorlist, .notice-block, .alert-danger").all_inner_texts()
    assert not faults, f"{page.url}: {faults}"


# -- coming in ---------------------------------------------------------------------------------------


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    submit(page, {"login": email, "password": password})
    assert "/accounts/login" not in page.url


def link_in(body: str) -> str:
    """The personal link of a mail, as a path."""
    found = re.search(r"/invitation/[^/\s]+/", body)
    assert found, body
    return found[0]


def enrol(page: Page, link: str, name: str, password: str) -> str:
    """Follow a personal link for the first time; returns the address of the invitation in the portal."""
    page.goto(link)
    page.reload()  # looking consumes nothing
    submit(page, {"name": name, "password": password})
    found = re.search(r"/portal/[0-9a-f-]{36}/", page.url)
    assert found, page.url
    return found[0]


# -- the quote ---------------------------------------------------------------------------------------


def attach(page: Page, portal: str, name: str, content: bytes, question: int | None = None) -> str:
    """Attach a text file and return its id."""
    page.goto(f"{portal}files/")
    file = {"name": name, "mimeType": "text/plain", "buffer": content}
    submit(page, {"file": file, "question": question})
    page.goto(f"{portal}files/")
    address = page.locator("#files a", has_text=name).get_attribute("href")
    return re.search(r"files/([0-9a-f-]{36})/", address)[1]


def answer(page: Page, portal: str, number: int, typed: Typed) -> None:
    """Fill in one question, on the page that the one before led to; rows that are not there are asked for."""
    if not page.url.endswith(address := f"{portal}answers/{number}/"):
        page.goto(address)
    add_rows(page, typed)
    form = the_form(page, "text")
    unknown = form.evaluate(FILL_AT_ONCE, dict(typed))
    assert unknown == [], f"question {number} does not take {unknown}"
    send(form)


def add_rows(page: Page, typed: Typed) -> None:
    for code, index in sorted({(found[1], int(found[2])) for name in typed if (found := ROW.match(name))}):
        if not page.locator(f'[name^="{code}-{index}-"]').count():
            with page.expect_navigation():
                page.locator(f'button[name="add_row"][value="{code}"]').click()


ROW = re.compile(r"([a-z0-9_]+)-([0-9]+)-")


def price(page: Page, portal: str, basics: Typed, model: str, line: Typed) -> None:
    page.goto(f"{portal}prices/")
    submit(page, basics)
    with page.expect_navigation():
        page.locator(f'a[href$="/prices/new/{model}/"]').click()
    submit(page, line)


def charge(page: Page, portal: str, fees: Typed) -> None:
    """The charges by name, everything else included."""
    page.goto(f"{portal}fees/")
    form = the_form(page, "F01-status")
    fill(form, fees)
    send(form, "others_included")


def agree(page: Page, portal: str, stated: Typed) -> None:
    """State what is asked for, accept what is proposed."""
    page.goto(f"{portal}terms/")
    form = page.locator("main form[data-autosave]")
    fill(form, stated)
    send(form, "accept_rest")


# -- the panel ---------------------------------------------------------------------------------------


def score_sheet(page: Page, rfq: str, items: Iterable[str], scores: Mapping[str, Mapping[str, str]]) -> None:
    """Score the one open sheet of an RFQ cell by cell, then lock it. `scores`: vendor -> item -> score.

    Items that `scores` leaves out are scored already.
    """
    page.goto("/admin/")
    with page.expect_navigation():
        page.locator("tr", has=page.locator(".progress-line")).filter(has_text=rfq).locator("th a").click()
    if page.locator('form[action$="/declare/"]').count():
        press(page, "/declare/")
    home, items = page.url, list(items)
    cells = page.locator(".sheet-table tbody a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    vendors = page.locator(".sheet-table thead th").all_inner_texts()[1:]
    assert len(cells) == len(items) * len(vendors)
    for index, cell in enumerate(cells):
        item = cell.rstrip("/").rpartition("/")[2]
        if item not in next(iter(scores.values())):
            continue
        if not page.url.endswith(cell):
            page.goto(cell)
        value = scores[vendors[index % len(vendors)].strip()][item]
        submit(page, {"value": value, "reason": f"{item} {value}", "confidence": "HIGH"})
    page.goto(home)
    press(page, "/done/")
