"""Questions of vendors and answers to all, for the buyer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rfqs import access, queries
from rfqs.actions.clarifications import draft_answer, publish_answer, refuse_question, set_questions_until
from rfqs.forms import AnswerForm, QuestionsUntilForm, RefuseForm
from rfqs.policies import check_can_edit, check_can_write_answer, check_open_for_quotes
from rfqs.views.page import attempt, posted, rfq_page
from ui.errors import reason_against

TAB = "rfqs:clarifications"


@require_GET
def clarifications(request: HttpRequest, code: str) -> HttpResponse:
    """What was asked, what was answered, the addenda."""
    return _page(request, access.get_rfq(request.user, code))


def _page(request: HttpRequest, rfq: Any, form: Any = None) -> HttpResponse:
    now = timezone.now()
    context = queries.clarification_view(rfq, now) | {
        "addenda": queries.addenda_view(rfq),
        "addendum_draft": queries.addendum_draft(rfq),
        "until_form": form or QuestionsUntilForm(initial={"questions_until": rfq.questions_until}),
    }
    return rfq_page(request, rfq, "rfqs/clarifications.html", context, now=now, tab=TAB)


@require_POST
def until(request: HttpRequest, code: str) -> HttpResponse:
    """Until when vendors may ask; while it is a draft."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    form = QuestionsUntilForm(request.POST)
    if form.is_valid():
        moment = form.cleaned_data["questions_until"]
        act = lambda: set_questions_until(rfq=rfq, until=moment, by=request.user, now=timezone.now())
        if attempt(request, act, _("Saved."), None if reason_against(check_can_edit, rfq) else form):
            return redirect(TAB, code)
    return _page(request, rfq, form)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, code: str, clarification_id: UUID | None = None) -> HttpResponse:
    """Write an answer to one question or several; save it, or tell all."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    row = access.get_clarification(request.user, code, clarification_id) if clarification_id else None
    now = timezone.now()
    known = queries.answerable(rfq, row)
    form = AnswerForm(
        posted(request), choices=queries.question_choices(known), initial=_initial(request, known, row)
    )
    if request.method == "POST" and form.is_valid():
        tells = request.POST.get("act") == "publish"
        done = "" if tells else _("Saved. Nobody is told yet.")
        held: dict[str, Any] = {}
        if attempt(request, lambda: held.update(row=_save(request, rfq, row, known, form)), done, form):
            return _publish(request, code, held["row"]) if tells else redirect(TAB, code)
    why_not = reason_against(check_open_for_quotes, rfq, now)
    if row is not None:
        why_not = why_not or reason_against(check_can_write_answer, row)
    return rfq_page(
        request, rfq, "rfqs/answer.html", {"form": form, "row": row, "why_not": why_not}, now=now, tab=TAB
    )


def _initial(request: HttpRequest, known: dict[str, Any], row: Any) -> dict[str, Any]:
    if row is not None:
        chosen = [pk for pk, one in known.items() if one.clarification_id == row.pk]
        return {"questions": chosen, "question": row.question, "answer": row.answer}
    chosen = [pk for pk in request.GET.getlist("question") if pk in known]
    return {"questions": chosen, "question": "\n\n".join(known[pk].text for pk in chosen)}


def _publish(request: HttpRequest, code: str, row: Any) -> HttpResponse:
    act = lambda: publish_answer(clarification=row, by=request.user, now=timezone.now())
    if attempt(request, act, _("Every vendor is told the question and the answer.")):
        return redirect(TAB, code)
    return redirect("rfqs:clarification", code, row.pk)


def _save(request: HttpRequest, rfq: Any, row: Any, known: dict[str, Any], form: AnswerForm) -> Any:
    return draft_answer(
        rfq=rfq,
        clarification=row,
        questions=[known[pk] for pk in form.cleaned_data.get("questions", [])],
        question=form.cleaned_data["question"],
        answer=form.cleaned_data["answer"],
        by=request.user,
        now=timezone.now(),
    )


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, code: str, question_id: UUID) -> HttpResponse:
    """Leave a question unanswered, with a reason for the vendor that asked."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    question = access.get_question(request.user, code, question_id)
    now = timezone.now()
    form = RefuseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        act = lambda: refuse_question(question=question, **form.cleaned_data, by=request.user, now=now)
        if attempt(request, act, _("The vendor that asked is told the reason."), form):
            return redirect(TAB, code)
    context = {"form": form, "question": question, "asker": queries.alias_text(question.alias)}
    context["why_not"] = reason_against(check_open_for_quotes, rfq, now)
    return rfq_page(request, rfq, "rfqs/question_refuse.html", context, now=now, tab=TAB)
