"""What is offered: drafts and revisions as sealed documents; rows only after the opening."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from rfqs.models import Part


class Draft(models.Model):
    """The quote a vendor is writing, sealed from the first keystroke under the vendor's read-back key.

    `version` grows with every save; a save that was based on an older version is refused, so two tabs
    never overwrite each other unseen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField("rfqs.Invitation", on_delete=models.CASCADE, related_name="draft")
    key_locked = models.BinaryField()
    quality = models.BinaryField()
    commercial = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"draft of {self.invitation_id}"


class QuoteFile(models.Model):
    """A file of a vendor: content in storage and name, type, size and hash here, all sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey("rfqs.Invitation", on_delete=models.CASCADE, related_name="files")
    part = models.CharField(max_length=10, choices=Part)
    key_locked = models.BinaryField()
    about = models.BinaryField()
    content = models.FileField(upload_to="quotes/")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return str(self.id)


class Revision(models.Model):
    """One submission: frozen when made. The newest one of an invitation, unless withdrawn, is the vendor's quote.

    The database sets `received_at` when the row is made (the deadline gate) and refuses it after the deadline.
    `content_locked` is the fingerprint that the send form declared, locked for the vendor's read-back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey("rfqs.Invitation", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField(db_default=Now())  # and so read back with the insert
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.UUIDField()
    content_locked = models.BinaryField(default=b"")
    # Which version of what was asked it answers (rfqs.Publication.version).
    publication_version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["invitation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(fields=["invitation", "idempotency_key"], name="one_revision_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} revision {self.number}"


class Withdrawal(models.Model):
    """A submission taken back before the deadline: its record stays, the keys to its content are gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.OneToOneField("quotes.Revision", on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField()  # set by the database, like a revision's received_at
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"withdrawal of {self.revision_id}"


class LateAttempt(models.Model):
    """A refused submission after the deadline, without its content.

    `commitment` is SHA-256(salt || draft); the salt is locked for the vendor's read-back, so that the vendor
    can show what it tried to send and nobody can guess a price from the hash. `size_class` is in bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey("rfqs.Invitation", on_delete=models.PROTECT, related_name="late_attempts")
    idempotency_key = models.UUIDField()
    attempted_at = models.DateTimeField()
    attempted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deadline_at = models.DateTimeField()
    size_class = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64)
    salt_locked = models.BinaryField()

    class Meta:
        ordering = ["attempted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "idempotency_key"], name="one_late_attempt_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"late attempt {self.invitation_id} {self.attempted_at}"


class Envelope(models.Model):
    """One sealed document of a revision. `commitment` is a salted hash; the salt is inside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey("quotes.Revision", on_delete=models.PROTECT, related_name="envelopes")
    part = models.CharField(max_length=10, choices=Part)
    sealed = models.BinaryField()
    commitment = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "part"], name="one_envelope_per_part")]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.part}"


class Receipt(models.Model):
    """What the vendor was told about one revision: the very bytes that were signed, never made again.

    `files` holds the ids of the attachments in the order of their hashes in `body`: a replaced revision loses
    its wraps, and with them the list of what belonged to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.OneToOneField("quotes.Revision", on_delete=models.PROTECT, related_name="receipt")
    body = models.BinaryField()
    signature = models.BinaryField()
    key = models.CharField(max_length=16)
    files = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"receipt of {self.revision_id}"


class EnvelopeKey(models.Model):
    """A wrap of an envelope's content key: for the RFQ's opening, or for the vendor's own read-back."""

    class Holder(models.TextChoices):
        RFQ = "RFQ", _("opening")
        READ_BACK = "READ_BACK", _("vendor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey("quotes.Envelope", on_delete=models.CASCADE, related_name="keys")
    holder = models.CharField(max_length=10, choices=Holder)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "holder"], name="one_wrap_per_holder")]

    def __str__(self) -> str:
        return f"{self.envelope_id} {self.holder}"


class FileKey(models.Model):
    """A wrap of a submitted file's key for the opening; made at submission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey("quotes.Revision", on_delete=models.PROTECT, related_name="file_keys")
    file = models.ForeignKey("quotes.QuoteFile", on_delete=models.PROTECT, related_name="keys")
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "file"], name="one_file_wrap_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.file_id}"


class Quote(models.Model):
    """An opened quote: made when its quality document is opened; prices follow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="quotes")
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="quotes")
    revision = models.OneToOneField("quotes.Revision", on_delete=models.PROTECT, related_name="quote")
    submitted_at = models.DateTimeField()
    quality = models.JSONField()
    quality_opened_at = models.DateTimeField()
    commercial = models.JSONField(null=True, blank=True)
    prices_opened_at = models.DateTimeField(null=True, blank=True)
    # Salts of the two documents, hex; with them anyone can check the commitments.
    salts = models.JSONField(default=dict)

    class Meta:
        ordering = ["submitted_at"]
        constraints = [
            models.UniqueConstraint(fields=["rfq", "vendor"], name="one_quote_per_vendor"),
            models.CheckConstraint(
                condition=models.Q(commercial__isnull=True, prices_opened_at__isnull=True)
                | models.Q(commercial__isnull=False, prices_opened_at__isnull=False),
                name="quote_prices_and_their_opening_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.vendor_id}"


class OpenedFile(models.Model):
    """A file of an opened quote: readable by those who may read the quote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField("quotes.QuoteFile", on_delete=models.PROTECT, related_name="opened")
    part = models.CharField(max_length=10, choices=Part)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # The content key, locked under the server's key ring for staff who may read the quote.
    key_locked = models.BinaryField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Inquiry(models.Model):
    """A question of the panel about one answer of an opened quote: only the named fields, only until `due_at`.

    `question` is 1 to 10, or CONTINUITY for the terms of business continuity, whose fields are codes of terms.
    What the vendor says stands beside the quote, which never changes. `answers`: {field code: text}; `files`: ids of
    `OpenedFile`, as text.
    """

    CONTINUITY = 0

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.PROTECT, related_name="inquiries")
    question = models.PositiveSmallIntegerField()
    fields = models.JSONField()
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    answers = models.JSONField(default=dict, blank=True)
    files = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="inquiry_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} question {self.question}"

    @property
    def recorded_as(self) -> int | str:
        """The question as the audit trail calls it: its number, or the code of the continuity score (domain 9.9)."""
        return "BCP" if self.question == self.CONTINUITY else self.question


class Answer(models.Model):
    """One sub-answer of an opened quote."""

    class State(models.TextChoices):
        VALUE = "VALUE", _("answered")
        NOT_APPLICABLE = "NOT_APPLICABLE", _("not applicable")
        NOT_DISCLOSED = "NOT_DISCLOSED", _("not disclosed")

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="answers")
    question = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60)
    state = models.CharField(max_length=16, choices=State)
    value = models.JSONField(null=True)

    class Meta:
        ordering = ["question", "id"]
        constraints = [models.UniqueConstraint(fields=["quote", "field"], name="one_answer_per_field")]

    def __str__(self) -> str:
        return self.field


class RateLine(models.Model):
    """One rate line of an opened quote, as it was written."""

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="rate_lines")
    position = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=4)
    unit = models.CharField(max_length=20)
    unit_price = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    content = models.JSONField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.model} {self.unit}"


class FeeLine(models.Model):
    """One of the twenty fee lines of an opened quote."""

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="fee_lines")
    code = models.CharField(max_length=3)
    status = models.CharField(max_length=16)
    unit = models.CharField(max_length=20, blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    content = models.JSONField()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["quote", "code"], name="one_fee_line_per_code")]

    def __str__(self) -> str:
        return self.code


class TermOffer(models.Model):
    """What an opened quote says to one proposed contract term."""

    class Status(models.TextChoices):
        ACCEPTED = "ACCEPTED", _("accepted")
        DEVIATION = "DEVIATION", _("deviates")
        STATED = "STATED", _("own term")
        NOT_DISCLOSED = "NOT_DISCLOSED", _("not disclosed")

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey("quotes.Quote", on_delete=models.CASCADE, related_name="term_offers")
    code = models.CharField(max_length=60)
    status = models.CharField(max_length=16, choices=Status)
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["quote", "code"], name="one_offer_per_term")]

    def __str__(self) -> str:
        return self.code
