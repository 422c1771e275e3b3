"""How the cells of a described workbook look: what is stated in blue, what is computed in black, what is neither."""

from typing import Any

FORMS = {
    "text": "@",
    "count": "#,##0",
    "number": "#,##0.####",
    "exact": "#,##0.00######",
    "money": "#,##0.00",
    "price": "#,##0.0000",
    "rate": "0.00%",
    "score": "0.00",
    "weight": "0.##",
}
INK, STATED, MUTED = "#1F2933", "#1F4FB2", "#5F6B7A"
KINDS: dict[str, dict[str, Any]] = {
    "label": {"text_wrap": True},
    "note": {"font_color": MUTED, "italic": True, "indent": 1},
    "title": {"bold": True, "font_size": 15},
    "head": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#EEF1F4", "valign": "bottom"},
    "input": {"font_color": STATED, "bg_color": "#F5F8FF"},
    "calc": {},
    "total": {"bold": True},
    "plain": {"bg_color": "#FCE5CD"},
    "check": {"bold": True, "bg_color": "#E3F4E8"},
    "text": {"text_wrap": True},
}


def mask(form: str, currency: str) -> str:
    """The number format; "cash" names the currency in the cell, for figures outside of a table."""
    return f'#,##0.00 "{currency}"' if form == "cash" else FORMS[form]


def look(kind: str, form: str, currency: str) -> dict[str, Any]:
    """The properties of a cell's format."""
    found = {"font_color": INK, "valign": "top", "num_format": mask(form, currency), **KINDS[kind]}
    if kind == "head" and form != "text":
        found["align"] = "right"
    if kind == "check":
        found["align"] = "left"
    if form == "text" and kind == "input":
        found["text_wrap"] = True
    return found
