"""The result of an RFQ for a vendor that quoted: its own letter, once the buyer has released it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from quotes.views.desk import open_desk, show
from rfqs.access import get_invitation
from scoring.access import letters_for
from scoring.queries.debrief import letter_of, outcome_for
from ui.pdf import paper_document


@require_GET
def result(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Where the decision stands for this vendor, and its letter."""
    desk = open_desk(request, invitation_id)
    found = letters_for(request.user, desk.invitation).first()
    outcome, paper = outcome_for(desk.invitation, found), letter_of(found) if found else None
    return show(desk, "scoring/result.html", "result", outcome=outcome, paper=paper)


@require_GET
def result_pdf(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """The letter as a PDF in the reader's language; 404 until it is released."""
    invitation = get_invitation(request.user, invitation_id)
    found = letters_for(request.user, invitation).first()
    if found is None:
        raise Http404
    paper = letter_of(found)
    return paper_document(paper).response(paper.name)
