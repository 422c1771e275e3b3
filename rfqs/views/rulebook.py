"""The question set: its versions, and the draft an administrator writes."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rfqs.access import get_question_set, require_administrator
from rfqs.actions import question_sets as actions
from rfqs.forms.rulebook import FieldForm, TextsForm
from rfqs.queries import rulebook as queries
from rfqs.views.page import attempt, posted, sent_reason


@require_GET
def sets(request: HttpRequest) -> HttpResponse:
    """Every version: in use, being written, retired."""
    rows = queries.versions(request.user)
    return render(request, "rfqs/question_sets.html", {"rows": rows, "drafted": queries.has_draft(rows)})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    require_administrator(request.user)
    made: list[Any] = []
    act = lambda: made.append(actions.begin_question_set(by=request.user, now=timezone.now()))
    if attempt(request, act, _("A draft is begun. Nothing changes until it is put into use.")):
        return redirect("rulebook:set", made[0].version)
    return redirect("rulebook:sets")


@require_GET
def one(request: HttpRequest, version: str) -> HttpResponse:
    return render(request, "rfqs/question_set.html", queries.version_page(request.user, version))


@require_http_methods(["GET", "POST"])
def reword(request: HttpRequest, version: str, number: int) -> HttpResponse:
    """One question: its texts, and its fields with who reads them."""
    page = queries.question_page(request.user, version, number)
    form = TextsForm(posted(request), texts=page["texts"])
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.reword_question,
            drafted=page["row"],
            number=number,
            texts=form.reworded(),
            by=request.user,
            now=timezone.now(),
        )
        if attempt(request, act, _("Saved."), form):
            return redirect("rulebook:set", version)
    status = 422 if request.method == "POST" else 200
    return _show(request, page, form, FieldForm(), status)


def _show(
    request: HttpRequest, page: dict[str, Any], form: TextsForm, field_form: FieldForm, status: int
) -> HttpResponse:
    context = {**page, "form": form, "field_form": field_form}
    return render(request, "rfqs/question_edit.html", context, status=status)


@require_POST
def add(request: HttpRequest, version: str, number: int) -> HttpResponse:
    page = queries.question_page(request.user, version, number)
    form = FieldForm(request.POST)
    if form.is_valid():
        act = partial(
            actions.add_field,
            drafted=page["row"],
            number=number,
            **form.added(),
            by=request.user,
            now=timezone.now(),
        )
        if attempt(request, act, _("The field is added."), form):
            return redirect("rulebook:question", version, number)
    return _show(request, page, TextsForm(texts=page["texts"]), form, 422)


@require_POST
def remove(request: HttpRequest, version: str, number: int) -> HttpResponse:
    page = queries.question_page(request.user, version, number)
    act = partial(
        actions.remove_field,
        drafted=page["row"],
        number=number,
        code=request.POST.get("code", ""),
        by=request.user,
        now=timezone.now(),
    )
    attempt(request, act, _("The field is taken out."))
    return redirect("rulebook:question", version, number)


@require_POST
def adopt(request: HttpRequest, version: str) -> HttpResponse:
    row = get_question_set(request.user, version)
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    attempt(
        request,
        lambda: actions.adopt_question_set(drafted=row, note=sent_reason(request, "note"), **who),
        _("The version is in use for every RFQ that is begun from now on."),
    )
    return redirect("rulebook:set", version)


@require_POST
def discard(request: HttpRequest, version: str) -> HttpResponse:
    row = get_question_set(request.user, version)
    act = partial(actions.discard_question_set, drafted=row, by=request.user, now=timezone.now())
    done = attempt(request, act, _("The draft is discarded."))
    return redirect("rulebook:sets") if done else redirect("rulebook:set", version)
