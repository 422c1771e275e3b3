"""How every model may change: declared here with its reason, and refused by the database where it may not.

A list page asks the database as often with three rows as with one.
"""

import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.reference import APPS

MUTABLE = "mutable"
APPEND_ONLY = "append-only"
MODELS = {
    "accounts.Organisation": (MUTABLE, "the buyer's profile and defaults"),
    "accounts.StaffInvitation": (MUTABLE, "accepted or revoked once"),
    "accounts.User": (MUTABLE, "roles, language, sign-in"),
    "audit.AuditAnchor": (APPEND_ONLY, "heads that were told to people outside"),
    "audit.AuditEvent": (APPEND_ONLY, "the record of who did what"),
    "audit.AuditLink": (APPEND_ONLY, "the hash chain over the record"),
    "contracts.Contract": ("frozen after it is settled", "signed or broken off, it stands"),
    "contracts.ContractTerm": ("frozen after its contract is settled", "what was agreed stands"),
    "notifications.OutboxMessage": (MUTABLE, "sent, tried again, wiped"),
    "quotes.Answer": ("frozen after opening by its action", "rows read out of the frozen envelope"),
    "quotes.Draft": (MUTABLE, "what the vendor is writing"),
    "quotes.Envelope": (APPEND_ONLY, "what was sent, sealed"),
    "quotes.EnvelopeKey": (MUTABLE, "wraps are renewed when the server's key changes"),
    "quotes.Inquiry": (MUTABLE, "answered once; the quote stays as it was opened"),
    "quotes.LateAttempt": (APPEND_ONLY, "what was refused, and when"),
    "quotes.FeeLine": ("frozen after opening by its action", "rows read out of the frozen envelope"),
    "quotes.FileKey": (MUTABLE, "wraps are renewed when the server's key changes"),
    "quotes.OpenedFile": (MUTABLE, "its key is locked anew when the server's key changes"),
    "quotes.Quote": ("frozen after its prices are opened by its action", "prices are added once"),
    "quotes.QuoteFile": (MUTABLE, "taken out of the draft, never out of a submission"),
    "quotes.RateLine": ("frozen after opening by its action", "rows read out of the frozen envelope"),
    "quotes.Receipt": (APPEND_ONLY, "what the vendor was told, signed"),
    "quotes.Revision": (APPEND_ONLY, "a submission is a fact"),
    "quotes.TermOffer": ("frozen after opening by its action", "rows read out of the frozen envelope"),
    "quotes.Withdrawal": (APPEND_ONLY, "what was taken back, and when"),
    "rfqs.Addendum": ("frozen after it is issued", "all vendors were told"),
    "rfqs.AddendumConfirmation": (APPEND_ONLY, "what a vendor has taken into account, and when"),
    "rfqs.Attachment": ("frozen after publication by its action", "vendors have read it"),
    "rfqs.Clarification": ("frozen after it is published", "all vendors were told"),
    "rfqs.Conflict": (APPEND_ONLY, "who was not impartial, and why"),
    "rfqs.Declaration": (APPEND_ONLY, "who said to be impartial, and when"),
    "rfqs.DemandLine": ("frozen after publication by its action", "the publication holds what counts"),
    "rfqs.Duty": (MUTABLE, "people change"),
    "rfqs.Invitation": (MUTABLE, "seen, declined, submitted"),
    "rfqs.InvitationToken": (MUTABLE, "used or revoked once"),
    "rfqs.Publication": (APPEND_ONLY, "what vendors were asked"),
    "rfqs.QuestionSet": (MUTABLE, "a version is retired; its content is copied into publications"),
    "rfqs.RFQ": (MUTABLE, "moves along its states"),
    "rfqs.SealingKey": (MUTABLE, "its private half is locked anew when the server's key changes"),
    "rfqs.VendorQuestion": ("frozen after it is closed", "what was asked stands from the start"),
    "rfqs.WeightSet": (MUTABLE, "a draft's only version is rewritten; later ones are added"),
    "scoring.Assignment": (MUTABLE, "work is shared out anew until a sheet is done"),
    "scoring.AwardShare": (
        MUTABLE,
        "written anew with each proposal; ended where a negotiation was broken off",
    ),
    "scoring.Consensus": (MUTABLE, "the chair may settle again; its revisions hold what it was"),
    "scoring.DebriefLetter": (APPEND_ONLY, "what a bidder was told of its result"),
    "scoring.Evaluation": (MUTABLE, "moves along its states"),
    "scoring.EvidenceRecord": (MUTABLE, "struck out once, with a reason"),
    "scoring.GateResult": (MUTABLE, "an exception is decided by a person"),
    "scoring.OpeningApproval": (APPEND_ONLY, "who let the quotes be opened, and when"),
    "scoring.OpeningMinutes": (APPEND_ONLY, "what happened at an opening"),
    "scoring.RedFlag": (MUTABLE, "explained or waived by a person"),
    "scoring.Score": (MUTABLE, "what it was before stands in its revisions"),
    "scoring.ScoreRevision": (APPEND_ONLY, "every score that ever stood"),
    "scoring.ScoreRun": (APPEND_ONLY, "a ranking can be computed again and compared"),
    "scoring.Sheet": (MUTABLE, "done once"),
    "scoring.Simulation": (MUTABLE, "says how far it is; its result is written once"),
    "scoring.Waiver": (MUTABLE, "decided once, ended once; who and why stand with it"),
    "scoring.WhatIf": (MUTABLE, "a name may be given other assumptions"),
    "scoring.TcoRun": (APPEND_ONLY, "figures a ranking was made from"),
    "vendors.QualificationDocument": (MUTABLE, "papers expire"),
    "vendors.ReferenceCase": (MUTABLE, "the registry is kept current"),
    "vendors.Vendor": (MUTABLE, "the registry is kept current"),
    "vendors.VendorContact": (MUTABLE, "people change"),
}
FROZEN = [name for name, (kind, _why) in MODELS.items() if kind == APPEND_ONLY]


def test_every_model_is_declared():
    models = {model._meta.label for label in APPS for model in apps.get_app_config(label).get_models()}
    assert models == MODELS.keys()
    assert all(why for _kind, why in MODELS.values())


@pytest.mark.parametrize("name", FROZEN)
def test_append_only_rows_refuse_update_and_delete(visited, name):
    model = apps.get_model(name)
    table, rows = model._meta.db_table, model.objects.count()
    assert rows, "the world has rows of every append-only model"
    column = model._meta.pk.column
    for statement in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):  # noqa: S608  (names of our own)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.objects.count() == rows


def test_the_web_role_cannot_empty_an_append_only_table(visited):
    for name in FROZEN:
        table = apps.get_model(name)._meta.db_table
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{table}" CASCADE')


def test_a_settled_contract_refuses_every_change(visited):
    contract = apps.get_model("contracts.Contract").objects.get()
    signed = {
        "status": "BROKEN_OFF",
        "ended_at": contract.created_at,
        "ended_by": contract.owner_id,
        "end_reason": "Test",
    }
    type(contract).objects.filter(pk=contract.pk).update(**signed)
    for rows in (type(contract).objects.all(), contract.terms.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(status=F("status"))


def twins(row, count: int = 2) -> None:
    """Add copies of a row, with what must be unique made so."""
    for number in range(count):
        row.pk = None if row._meta.pk.get_internal_type() == "BigAutoField" else uuid.uuid4()
        if hasattr(row, "code"):
            row.code = f"{row.code}-{number}"
        if hasattr(row, "event_id"):
            row.event_id = uuid.uuid4()
        row._state.adding = True
        row.save(force_insert=True)


LISTS = {
    "vendors:list": ("buyer", lambda world: world.cast.vendors["Mooncake Box Growth"]),
    "rfqs:list": ("buyer", lambda world: world.draft),
    "audit:list": ("auditor", lambda world: apps.get_model("audit.AuditEvent").objects.first()),
    "notifications:list": (
        "buyer",
        lambda world: apps.get_model("notifications.OutboxMessage").objects.first(),
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_with_more_rows(visited, name):
    role, chosen = LISTS[name]
    client = visited.client(role)
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(reverse(name)).status_code == 200
    twins(chosen(visited), 3)
    with CaptureQueriesContext(connection) as many:
        assert client.get(reverse(name)).status_code == 200
    assert len(many) == len(few), [query["sql"] for query in many][len(few) - 2 :]


def counted(client, name: str) -> int:
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name)).status_code == 200
    return len(asked)


def test_the_portal_asks_as_often_for_more_invitations(visited):
    """Two RFQs for the vendor; then one more."""
    before = counted(visited.client("vendor"), "quotes:portal")
    twins(visited.sealed, 1)
    invitation = visited.invitation(
        "Celadon Service", apps.get_model("rfqs.RFQ").objects.get(code__startswith="RFQ-1")
    )
    invitation.rfq = visited.sealed
    twins(invitation, 1)
    visited.sealed.refresh_from_db()
    assert counted(visited.client("vendor"), "quotes:portal") == before
