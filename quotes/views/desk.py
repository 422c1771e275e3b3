"""What every page of one invitation needs: the door, the draft, the rail, saving and its conflicts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from audit import clocks
from audit.middleware import record_refusal
from quotes import documents
from quotes.access import own_files, revisions_of
from quotes.actions import DraftConflict, about_file, read_draft, save_draft
from quotes.display import described
from quotes.faults import Mend, mends
from quotes.line_words import cliff_words
from quotes.months import three_months
from quotes.policies import check_can_write
from quotes.queries import files_held
from quotes.service_lines import several_lines
from quotes.views.rail import rail
from rfqs.access import get_invitation
from rfqs.lines import ServiceLine
from rfqs.queries import shared_content, unconfirmed_addenda
from ui.errors import Refused


@dataclass
class Desk:
    """One vendor person at one invitation."""

    request: HttpRequest
    invitation: Any
    content: dict[str, Any]
    whole: documents.Document
    now: datetime
    parts: dict[str, documents.Document]

    @property
    def rfq(self) -> Any:
        return self.invitation.rfq

    @property
    def currency(self) -> str:
        """The currency of the draft."""
        return str(self.whole.get("currency") or self.rfq.currency)

    @cached_property
    def lines(self) -> list[ServiceLine]:
        """The service lines of the RFQ, where there are several."""
        return several_lines(self.content)

    @cached_property
    def refusal(self) -> str:
        """Why nothing can be entered now, or nothing."""
        try:
            check_can_write(self.invitation, self.now)
        except Refused as refused:
            return str(refused)
        return ""

    @cached_property
    def revision(self) -> Any:
        return revisions_of(self.request.user, self.invitation).first()

    @cached_property
    def files_held(self) -> int:
        return files_held(self.request.user, self.invitation)

    @cached_property
    def open_addenda(self) -> list[Any]:
        """Addenda to confirm; with one left a quote cannot be sent, and one that was sent does not count."""
        return unconfirmed_addenda(self.invitation)

    @cached_property
    def file_choices(self) -> list[tuple[str, str]]:
        """Id and name of the files a field may name."""
        files = own_files(self.request.user, self.invitation).select_related("invitation")
        return [(str(file.pk), about_file(file)["name"]) for file in files]

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"quotes:{name}", args=(self.invitation.pk, *args))

    def place(self, mend: Mend) -> dict[str, str]:
        """A fault of the prices with the address of its field."""
        url = self.url(mend.page, *mend.args) + (f"#{mend.anchor}" if mend.anchor else "")
        return {"label": mend.label, "message": mend.message, "url": url}

    def months(self, whole: documents.Document | None = None) -> dict[str, Any]:
        """The three months of a document, or what keeps them from being computed, for portal/months.html."""
        document = self.whole if whole is None else whole
        found = three_months(self.content["demand"], document)
        cliffs = [
            text for line in document.get("rate_lines") or [] for text in cliff_words(line, self.currency)
        ]
        broken = [self.place(one) for one in mends(found.faults, document, self.lines)]
        return {"months": found, "mends": broken, "cliffs": cliffs}

    def version(self, paths: Iterable[str]) -> str:
        return documents.fingerprint(self.whole, paths)

    def answered(self, number: int) -> dict[str, Any]:
        return dict((self.whole.get("answers") or {}).get(f"q{number}") or {})


def open_desk(request: HttpRequest, invitation_id: UUID) -> Desk:
    """Through the door: 404 for anyone but people of the invited vendor."""
    invitation = get_invitation(request.user, invitation_id)
    parts = read_draft(invitation)
    whole = documents.merged(parts[documents.QUALITY], parts[documents.COMMERCIAL])
    return Desk(request, invitation, shared_content(invitation.rfq), whole, clocks.now(), parts)


def show(desk: Desk, template: str, step: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page with the rail beside it; `step` is the rail's current entry."""
    frame = {
        "desk": desk,
        "invitation": desk.invitation,
        "rfq": desk.rfq,
        "steps": rail(desk, step),
        "refusal": desk.refusal,
    }
    return render(desk.request, template, frame | context, status=status)


def is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def write(
    desk: Desk, changes: Mapping[str, Any], to: str, faults: int = 0, save: Callable[..., Any] = save_draft
) -> HttpResponse:
    """Save the changes and go to `to`; a conflict or a refusal says so. Autosave gets JSON instead."""
    autosave = is_autosave(desk.request)
    try:
        parts = save(
            invitation=desk.invitation,
            by=desk.request.user,
            now=desk.now,
            changes=changes,
            base=desk.request.POST.get("version", ""),  # without one it could overwrite unseen
        )
    except DraftConflict as conflict:
        return _autosave_refused(conflict) if autosave else _conflict(desk, changes, conflict)
    except Refused as refused:
        if autosave:
            return _autosave_refused(refused)  # no row: it comes again every few seconds
        record_refusal(desk.request, str(refused))
        messages.error(desk.request, str(refused))
        return redirect(desk.url("read"))
    if not autosave:
        return redirect(to)
    whole = documents.merged(parts[documents.QUALITY], parts[documents.COMMERCIAL])
    at = localtime(desk.now).strftime("%H:%M:%S") + _faults_note(faults)
    return JsonResponse({"version": documents.fingerprint(whole, changes), "at": at})


def _faults_note(count: int) -> str:
    """What autosave adds to the time where some of what was typed was refused."""
    if not count:
        return ""
    text = ngettext(
        "%(count)s entry needs correcting and is not saved yet",
        "%(count)s entries need correcting and are not saved yet",
        count,
    ) % {"count": count}
    return f" · {text}"


def _autosave_refused(refused: Refused) -> JsonResponse:
    return JsonResponse({"message": str(refused)}, status=409)


def _conflict(desk: Desk, changes: Mapping[str, Any], conflict: DraftConflict) -> HttpResponse:
    """Both texts side by side, and a form that carries everything that was typed."""
    whole = documents.merged({**desk.whole}, None)
    mine = [row for path in changes for row in described(desk.content, path, changes[path], whole)]
    theirs = [row for path in changes for row in described(desk.content, path, conflict.theirs[path], whole)]
    typed = [
        (name, value)
        for name, values in desk.request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "version")
        for value in values
    ]
    context = {
        "pairs": paired(mine, theirs),
        "typed": typed,
        "version": conflict.version,
        "sentence": str(conflict),
    }
    return show(desk, "portal/conflict.html", "", status=409, **context)


def paired(mine: list[dict[str, str]], theirs: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Rows of label, mine, theirs in one order; `differs` marks those that are not the same."""
    left, right = ({row["label"]: row["text"] for row in rows} for rows in (mine, theirs))
    labels = list(dict.fromkeys([*left, *right]))
    return [
        {
            "label": label,
            "mine": left.get(label, "–"),
            "theirs": right.get(label, "–"),
            "differs": left.get(label) != right.get(label),
        }
        for label in labels
    ]
