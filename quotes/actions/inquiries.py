"""After the opening: the panel asks about one answer, the vendor explains the fields that are named. No more."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localtime

import audit.actions as audit
import notifications.actions as notifications
from accounts.keys import key_ring
from quotes import vault
from quotes.access import get_own_inquiry
from quotes.actions.opening import OPENED_FILE
from quotes.models import Inquiry, OpenedFile, Quote, QuoteFile
from quotes.policies import check_can_answer, check_explains
from rfqs.actions.locking import lock_own_invitation
from rfqs.actions.telling import tell_vendor
from rfqs.models import Invitation, Part
from ui.uploads.storage import removed_on_failure

PRICE_QUESTIONS = (1, 2)


def open_inquiry(
    quote: Quote, *, question: int, fields: Sequence[str], text: str, days: int, by: Any, now: datetime
) -> Inquiry:
    """Inside piece: write the question down, record it and mail it to the vendor, who does not learn who asks.

    For the app of scoring, which has checked who asks what, inside its transaction.
    """
    inquiry = Inquiry.objects.create(
        quote=quote,
        question=question,
        fields=list(fields),
        text=text.strip(),
        asked_at=now,
        asked_by=by,
        due_at=now + timedelta(days=days),
    )
    invitation = quote.revision.invitation
    about = f"rfq:{quote.rfq.code}"
    tell_vendor("inquiry_asked", quote.rfq, invitation, about=about, now=now, inquiry=inquiry)
    detail = {
        "question": inquiry.recorded_as,
        "items": inquiry.fields,
        "vendor": quote.vendor.name,
        "until": localtime(inquiry.due_at).isoformat(timespec="minutes"),
    }
    audit.record("inquiry.asked", by=by, now=now, obj=inquiry, rfq_code=quote.rfq.code, detail=detail)
    return inquiry


@transaction.atomic(durable=True)
def answer_inquiry(
    *,
    invitation: Invitation,
    inquiry_id: UUID,
    answers: Mapping[str, str],
    files: Sequence[Any],
    by: Any,
    now: datetime,
) -> Inquiry:
    """Keep the vendor's explanation of the named fields beside its quote, which stays as it was opened.

    `files` are checked uploads (`ui.uploads`). Refuses people of other vendors (404), a second answer, an answer
    after its time, fields that were not asked about, and an answer without text and file. Tells who asked.
    """
    locked = lock_own_invitation(invitation.pk, by)
    inquiry = get_own_inquiry(by, locked, inquiry_id, lock=True)
    check_can_answer(inquiry, now)
    check_explains(inquiry, answers, len(files))
    part = Part.COMMERCIAL if inquiry.question in PRICE_QUESTIONS else Part.QUALITY
    kept = [_keep(locked, inquiry.quote, part, file, by, now) for file in files]
    inquiry.answers = {code: text.strip() for code, text in answers.items() if text.strip()}
    inquiry.files = [str(file.pk) for file in kept]
    inquiry.answered_at, inquiry.answered_by = now, by
    inquiry.save(update_fields=["answers", "files", "answered_at", "answered_by"])
    detail = {"question": inquiry.recorded_as, "items": inquiry.fields}
    audit.record("inquiry.answered", by=by, now=now, obj=inquiry, rfq_code=locked.rfq.code, detail=detail)
    notifications.queue(
        "inquiry_answered",
        to=inquiry.asked_by.email,
        language=inquiry.asked_by.language,
        now=now,
        user=inquiry.asked_by,
        about=f"rfq:{locked.rfq.code}",
        context={"rfq": locked.rfq, "name": inquiry.asked_by.name, "question": inquiry.question},
    )
    return inquiry


def _keep(invitation: Invitation, quote: Quote, part: str, upload: Any, by: Any, now: datetime) -> OpenedFile:
    """Store one file sealed, readable at once for those who may read the quote; it is no part of the quote."""
    key, locked = vault.new_read_back_key(invitation.pk)
    file = QuoteFile(
        invitation=invitation,
        part=part,
        key_locked=locked,
        uploaded_at=now,
        uploaded_by=by,
        removed_at=now,  # never in the draft
    )
    about = {
        "name": upload.name,
        "content_type": upload.content_type,
        "size": len(upload.content),
        "sha256": hashlib.sha256(upload.content).hexdigest(),
    }
    file.about = vault.seal_file(json.dumps(about).encode(), key, file.id, "about")
    sealed = vault.seal_file(upload.content, key, file.id, "content")
    with removed_on_failure(file.content):
        file.content.save(f"{file.id}.sealed", ContentFile(sealed), save=False)
        file.save(force_insert=True)
        return OpenedFile.objects.create(
            quote=quote,
            file=file,
            part=part,
            key_locked=key_ring().lock(key, purpose=OPENED_FILE, context=str(file.pk)),
            **about,
        )
