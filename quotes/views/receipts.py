"""Receipts: shown to the vendor and downloaded; the public keys, for anybody."""

import base64
import hashlib
import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from accounts.keys import receipt_keys
from quotes.access import get_own_revision
from quotes.actions import receipt_bundle
from quotes.views.desk import Desk, open_desk
from ui.uploads.serving import download


def receipt_card(revision: Any) -> dict[str, Any]:
    """What the page of a sent quote shows of its receipt."""
    body = bytes(revision.receipt.body)
    stated = json.loads(body)
    count = len(stated["attachments"])
    files = ngettext("%(count)s attachment", "%(count)s attachments", count) % {"count": count}
    return {
        "number": revision.number,
        "facts": [
            (_("Received (UTC)"), _plain(stated["received_at"])),
            (_("Deadline at that moment (UTC)"), _plain(stated["deadline"])),
            (_("What it states"), _("salted hashes of both documents, %(files)s") % {"files": files}),
            (_("SHA-256 of the receipt"), hashlib.sha256(body).hexdigest()),
            (_("Signed with key"), stated["key"]),
        ],
        "signature": signature_text(revision.receipt),
    }


def _plain(moment: str) -> str:
    return moment.replace("T", " ").removesuffix("Z")


def signature_text(receipt: Any) -> str:
    """The signature as base64, for reading and for mail."""
    return base64.b64encode(bytes(receipt.signature)).decode()


def _own(request: HttpRequest, invitation_id: UUID, number: int) -> tuple[Desk, Any]:
    """The vendor's own revision with its receipt; 404 otherwise."""
    desk = open_desk(request, invitation_id)
    revision = get_own_revision(request.user, desk.invitation, number)
    if not hasattr(revision, "receipt"):
        raise Http404
    return desk, revision


@require_GET
def receipt_json(request: HttpRequest, invitation_id: UUID, number: int) -> HttpResponse:
    """The very bytes that were signed."""
    desk, revision = _own(request, invitation_id, number)
    name = f"{desk.rfq.code}-receipt-{number}.json"
    return download(bytes(revision.receipt.body), name, "application/json")


@require_GET
def receipt_signature(request: HttpRequest, invitation_id: UUID, number: int) -> HttpResponse:
    desk, revision = _own(request, invitation_id, number)
    name = f"{desk.rfq.code}-receipt-{number}.sig"
    return download(bytes(revision.receipt.signature), name, "application/octet-stream")


@require_GET
def bundle(request: HttpRequest, invitation_id: UUID, number: int) -> HttpResponse:
    """Everything to check the receipt without us, in one file."""
    desk, revision = _own(request, invitation_id, number)
    about = {"rfq": desk.rfq, "revision": revision, "keys_url": request.build_absolute_uri("/receipts/keys/")}
    readme = render_to_string("receipts/readme.txt", about)
    name = f"{desk.rfq.code}-receipt-{number}.zip"
    return download(receipt_bundle(revision, readme), name, "application/zip")


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, their dates, and how to check a receipt. Open: a court or an auditor has no account."""
    return render(request, "receipts/keys.html", {"keys": receipt_keys().all})


@login_not_required
@require_safe
def keys_json(request: HttpRequest) -> JsonResponse:
    """The same for `verify_receipt.py --keys`."""
    return JsonResponse(receipt_keys().published(), json_dumps_params={"indent": 1})
