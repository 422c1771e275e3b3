"""The components. Each tag declares its props; a prop it does not know is a template error, never ignored.

`templates/ui/README.md` lists them with their props; `/ui/components/` shows them.
"""

from __future__ import annotations

from zlib import crc32

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

from ui import frame
from ui.charts import chart_context
from ui.icons import PATHS
from ui.kept import piece
from ui.layouts import helper_for
from ui.parts import check_items, one_of
from ui.templatetags import figures
from ui.triangle import triangle_context

register = template.Library()
register.filters.update(figures.register.filters)

TONES = ("", "active", "good", "decision", "block", "quiet")
SEVERITIES = ("CRITICAL", "MAJOR", "MINOR", "NOTE")
STAGE_STATES = ("done", "current", "todo", "stopped")
STEP_STATES = ("done", "partial", "todo")


@register.simple_tag(takes_context=True)
def band(context):
    """The top of the page: brand, navigation, languages, the person's own menu."""
    return frame.band(context.get("request"), context.get("csrf_token"))


@register.simple_tag
def icon(name: str):
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag
def stage_strip(stages, label=""):
    """stages: list of {label, state: done|current|todo|stopped, note?, url?}."""
    stages = check_items("stage", stages, required=("label", "state"), optional=("note", "url"))
    for stage in stages:
        one_of("stage state", stage["state"], STAGE_STATES)
    return piece("ui/stage_strip.html", stages, label)


@register.simple_tag
def tabs(items, label=""):
    """items: list of {label, url, current?, count?, off?}; `off` is the sentence why it is not there yet."""
    optional = ("current", "count", "off", "url")
    return piece("ui/tabs.html", check_items("tab", items, required=("label",), optional=optional), label)


@register.inclusion_tag("ui/steps_rail.html")
def steps_rail(items, label=""):
    """items: list of {label, url, state: done|partial|todo, missing?, current?, break_before?}."""
    optional = ("missing", "current", "break_before")
    items = check_items("step", items, required=("label", "url", "state"), optional=optional)
    for item in items:
        one_of("step state", item["state"], STEP_STATES)
    current = next((item for item in items if item.get("current")), None)
    done = sum(item["state"] == "done" for item in items)
    return {"items": items, "label": label, "current": current, "done": done}


@register.inclusion_tag("ui/facts.html")
def definition_list(items):
    """items: list of (term, value) or {term, value, note?}."""
    rows = [item if isinstance(item, dict) else {"term": item[0], "value": item[1]} for item in items]
    return {"items": check_items("fact", rows, required=("term", "value"), optional=("note",))}


@register.inclusion_tag("ui/status.html")
def status_badge(label, tone=""):
    return {"label": label, "tone": one_of("tone", tone, TONES)}


@register.inclusion_tag("ui/flag.html")
def flag_badge(code, severity, title="", url="", waived=""):
    """`waived`: until when it is set aside, in words; it stays readable and says so."""
    severity = one_of("severity", str(severity), SEVERITIES)
    return {"code": code, "severity": severity, "title": title, "url": url, "waived": waived}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms, extra=()):
    """Forms (and formsets' forms) whose errors to list, each linked to its field; `extra`: sentences or
    {message, anchor} from elsewhere."""
    rows = []
    for form in forms:
        rows += _form_errors(form)
    rows += [item if isinstance(item, dict) else {"message": item, "anchor": ""} for item in extra]
    return {"rows": rows}


def _form_errors(form) -> list[dict]:
    if not getattr(form, "is_bound", False):
        return []
    rows = [{"message": message, "anchor": "", "label": ""} for message in form.non_field_errors()]
    for bound in form:
        for message in bound.errors:
            rows.append({"message": message, "anchor": bound.auto_id, "label": bound.label})
    return rows


@register.inclusion_tag("ui/action.html")
def action(label, reason="", url="", name="", value="", tone="secondary", id="", form="", small=False):
    """One thing to do: a link with `url`, else a submit button. With `reason` it is disabled and says why."""
    props = {"label": label, "reason": reason, "url": url, "name": name, "value": value, "form": form}
    tone = one_of("tone", tone, ("primary", "secondary", "danger", "link"))
    return props | {"tone": tone, "id": id or _sentence_id(label, reason), "small": small}


def _sentence_id(label, reason) -> str:
    return f"why-{crc32(f'{label}{reason}'.encode()):08x}"


@register.inclusion_tag("ui/field.html")
def field(bound, unit="", hint="", label=""):
    """A bound field with label, unit, help and errors tied together."""
    return {"field": bound, "unit": unit, "hint": hint, "label": label or bound.label, "kind": _kind(bound)}


def _kind(bound) -> str:
    if bound.is_hidden:
        return "hidden"
    widget = bound.field.widget
    if getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices"):
        return "check"
    return "group" if bound.use_fieldset else "line"


@register.simple_tag(takes_context=True)
def form_fields(context, form):
    """All fields, by the form's `layout` (see ui.layouts) where it names one."""
    return helper_for(form).render_layout(form, context)


@register.inclusion_tag("ui/deadline.html", takes_context=True)
def deadline(context, moment, countdown=True):
    """A moment with its zone, and the time left by the server's clock."""
    return {"moment": moment, "countdown": countdown, "server_zone": context.get("server_zone", "")}


@register.inclusion_tag("ui/autosave_status.html")
def autosave_status():
    return {}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context, page):
    """page: ui.pagination.Page."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("ui/bar.html")
def bar(value, most=100, tone="", label=""):
    """A value as a bar of SVG attributes; the figure itself must stand beside it or in `label`."""
    value, most = figures.as_decimal(value), figures.as_decimal(most)
    share = min(max(value / most, 0), 1) * 100 if value is not None and most else 0
    return {
        "share": f"{share:.2f}",
        "tone": one_of("tone", tone, ("", "decision", "block", "quiet")),
        "label": label,
    }


@register.inclusion_tag("ui/range.html")
def range_bar(low, middle, high, least, most, marked=False):
    """A span from `low` to `high` with a tick at `middle`, on a scale from `least` to `most` that a column shares.

    The three figures must stand beside it.
    """
    low, middle, high, least, most = (figures.as_decimal(one) for one in (low, middle, high, least, most))
    wide = most - least
    start, tick, end = (f"{(one - least) / wide * 100 if wide else 50:.2f}" for one in (low, middle, high))
    width = f"{max((high - low) / wide * 100 if wide else 0, 1):.2f}"
    return {"start": start, "tick": tick, "end": end, "width": width, "marked": marked}


@register.inclusion_tag("ui/chart.html")
def chart(id, kind, data, height=""):
    """kind: bar|stacked|line|bump; data: see ui.charts. The table of the same figures is always there."""
    return chart_context(id, kind, data) | {"height": one_of("height", height, ("", "short", "high"))}


@register.inclusion_tag("ui/triangle.html")
def triangle(id, data):
    """data: `ui/triangle.py` says what it holds; drawn as SVG on the server."""
    return triangle_context(id, data)


@register.simple_block_tag
def page_header(content, title, eyebrow="", lead=""):
    """A page head inside the content; the body is its actions."""
    props = {"content": content, "title": title, "eyebrow": eyebrow, "lead": lead}
    return render_to_string("ui/page_header.html", props)


@register.simple_block_tag
def stat(content, label, value, unit="", note="", tone=""):
    """A figure with unit; the body, where there is one, opens under "how?"."""
    tone = one_of("tone", tone, ("", "decision", "block"))
    props = {"how": content, "label": label, "value": value, "unit": unit, "note": note, "tone": tone}
    return render_to_string("ui/stat.html", props)


@register.simple_block_tag
def how(content, label="", id=""):
    """Where a number comes from, beside it."""
    return render_to_string("ui/how.html", {"content": content, "label": label, "id": id})


@register.simple_block_tag
def notice(content, tone="", title=""):
    tone = one_of("tone", tone, ("", "decision", "block"))
    return render_to_string("ui/notice.html", {"content": content, "tone": tone, "title": title})


@register.simple_block_tag
def empty_state(content, title, text=""):
    """Says what to do next; the body is the actions."""
    return render_to_string("ui/empty_state.html", {"content": content, "title": title, "text": text})


@register.simple_block_tag
def data_table(
    content, id, caption, hide_caption=False, sticky=False, tall=False, compact=False, cards=False
):
    """thead, tbody, tfoot in a region that scrolls sideways by keyboard too. sticky: first column stays."""
    props = {"content": content, "id": id, "caption": caption, "hide_caption": hide_caption}
    return render_to_string(
        "ui/data_table.html", props | {"sticky": sticky, "tall": tall, "compact": compact, "cards": cards}
    )


@register.simple_block_tag
def card(content, title="", aside="", id=""):
    return render_to_string("ui/card.html", {"content": content, "title": title, "aside": aside, "id": id})
