"""Drafts: read and save, sealed at rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from quotes import documents, vault
from quotes.models import Draft
from quotes.policies import check_can_write
from rfqs.access import get_invitation
from rfqs.models import Invitation, Part
from sealing import canonical
from ui.errors import Refused

Documents = dict[str, documents.Document]


class DraftConflict(Refused):
    """The section was changed elsewhere since this form was shown.

    `theirs` holds what is stored now, `version` its fingerprint: a save based on it replaces just that.
    """

    def __init__(self, message: str, theirs: dict[str, Any], version: str) -> None:
        super().__init__(message)
        self.theirs, self.version = theirs, version


def read_draft(invitation: Invitation) -> Documents:
    """Return both documents of the draft by part; empty ones before the first save.

    For the vendor's own pages: callers have come through `rfqs.access.get_invitation`.
    """
    return {part: vault.loaded(body) for part, body in draft_bodies(invitation).items()}


def draft_bodies(invitation: Invitation) -> dict[str, bytes]:
    """Return the canonical bytes of both documents, which `read_draft` reads."""
    return bodies_of(Draft.objects.filter(invitation=invitation).first(), invitation)


def bodies_of(draft: Draft | None, invitation: Invitation) -> dict[str, bytes]:
    """The same for a draft that was read already."""
    if draft is None:
        return {part: canonical(documents.empty(part, invitation.rfq.currency)) for part in Part.values}
    return _bodies(draft)


@transaction.atomic(durable=True)
def save_draft(
    *, invitation: Invitation, by: Any, now: datetime, changes: Mapping[str, Any], base: str | None = None
) -> Documents:
    """Write values at dotted paths ("answers.q3", "operations.turnover_annual", "rate_lines") into the draft.

    `base` is the `documents.fingerprint` of these paths as the form showed them; when the stored ones
    differ by now, DraftConflict is raised and nothing is written. Returns both documents. Refuses after
    the deadline, after a decline and for people of other vendors (404). Audit keeps no trace of typing.
    """
    return _saved(_locked(invitation, by, now), by, now, changes, base)


@transaction.atomic(durable=True)
def replace_draft(
    *, invitation: Invitation, by: Any, now: datetime, changes: Mapping[str, Any], base: str
) -> Documents:
    """Write what a workbook holds into the draft, as `save_draft` does; audited, for it is much at once.

    `base` is the fingerprint of these paths as the page showed the difference. Refuses like `save_draft`.
    """
    locked = _locked(invitation, by, now)
    current = _saved(locked, by, now, changes, base)
    audit.record("quote.draft_replaced", by=by, now=now, obj=locked, rfq_code=locked.rfq.code)
    return current


def _locked(invitation: Invitation, by: Any, now: datetime) -> Invitation:
    get_invitation(by, invitation.pk)
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("rfq").get(pk=invitation.pk)
    check_can_write(locked, now)
    return locked


def _saved(
    locked: Invitation, by: Any, now: datetime, changes: Mapping[str, Any], base: str | None
) -> Documents:
    draft = Draft.objects.filter(invitation=locked).first() or _new_draft(locked, by, now)
    current = _opened(draft)
    _check_base(current, changes, base)
    for path, value in changes.items():
        document = current[documents.part_of(path)]
        documents.put(document, path, value if base is None else _with_stored_files(document, path, value))
    _store(draft, current, by, now)
    return current


def link_file(locked: Invitation, question: int, file_id: UUID, *, by: Any, now: datetime) -> None:
    """Inside piece of attaching: the answer names one file more, whatever other windows have added meanwhile."""
    draft = Draft.objects.filter(invitation=locked).first() or _new_draft(locked, by, now)
    current, path = _opened(draft), f"answers.q{question}.files"
    document = current[documents.part_of(path)]
    documents.put(document, path, [*(documents.get(document, path) or []), str(file_id)])
    _store(draft, current, by, now)


def unlink_file(locked: Invitation, file_id: UUID, *, by: Any, now: datetime) -> None:
    """Inside piece of removing: no answer of the draft names the file any more; the rest stays as it is."""
    draft = Draft.objects.filter(invitation=locked).first()
    if draft is None:
        return
    current, gone = _opened(draft), str(file_id)
    for document in current.values():
        for answer in document.get("answers", {}).values():
            for field, value in list(answer.items()):
                if value == gone:
                    del answer[field]
                elif isinstance(value, list) and gone in value:
                    answer[field] = [one for one in value if one != gone]
    _store(draft, current, by, now)


def _check_base(current: Documents, changes: Mapping[str, Any], base: str | None) -> None:
    if base is None:
        return
    whole = documents.merged(current[Part.QUALITY], current[Part.COMMERCIAL])
    if documents.fingerprint(whole, changes) == base:
        return
    if documents.fingerprint(whole, changes) == _fingerprint_of(changes):
        return
    raise DraftConflict(
        _("This page was changed in another window. Your text is still here: compare, then save again."),
        {path: documents.get(whole, path) for path in changes},
        documents.fingerprint(whole, changes),
    )


def _fingerprint_of(changes: Mapping[str, Any]) -> str:
    wanted: documents.Document = {}
    for path, value in changes.items():
        documents.put(wanted, path, value)
    return documents.fingerprint(wanted, changes)


def _with_stored_files(document: documents.Document, path: str, value: Any) -> Any:
    """A form of a question does not know of files attached since it was shown: they stay."""
    if not documents.is_answer(path) or not isinstance(value, Mapping):
        return value
    files = (documents.get(document, path) or {}).get("files")
    rest = {key: item for key, item in value.items() if key != "files"}
    return rest | ({"files": files} if files else {})


def _new_draft(invitation: Invitation, by: Any, now: datetime) -> Draft:
    key, locked = vault.new_read_back_key(invitation.pk)
    parts = {
        part: vault.seal_draft(documents.empty(part, invitation.rfq.currency), key, invitation.pk, part)
        for part in Part.values
    }
    return Draft.objects.create(
        invitation=invitation,
        key_locked=locked,
        quality=parts[Part.QUALITY],
        commercial=parts[Part.COMMERCIAL],
        updated_at=now,
        updated_by=by,
    )


def _opened(draft: Draft) -> Documents:
    return {part: vault.loaded(body) for part, body in _bodies(draft).items()}


def _bodies(draft: Draft) -> dict[str, bytes]:
    key = vault.unlock_for_vendor(draft.key_locked, draft.invitation_id)
    blobs = {Part.QUALITY.value: draft.quality, Part.COMMERCIAL.value: draft.commercial}
    return {part: vault.open_draft(blob, key, draft.invitation_id, part) for part, blob in blobs.items()}


def _store(draft: Draft, current: Documents, by: Any, now: datetime) -> None:
    key = vault.unlock_for_vendor(draft.key_locked, draft.invitation_id)
    draft.quality = vault.seal_draft(current[Part.QUALITY], key, draft.invitation_id, Part.QUALITY)
    draft.commercial = vault.seal_draft(current[Part.COMMERCIAL], key, draft.invitation_id, Part.COMMERCIAL)
    draft.version, draft.updated_at, draft.updated_by = draft.version + 1, now, by
    draft.save(update_fields=["quality", "commercial", "version", "updated_at", "updated_by"])
