"""What is asked: the RFQ, its volumes, weights, publication, invitations and duties."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rfqs.states import EndCode, InvitationStatus, RfqStatus
from ui.text import pick


class Part(models.TextChoices):
    """The two documents of a quote, each under a key of its own."""

    QUALITY = "QUALITY", _("Quality")
    COMMERCIAL = "COMMERCIAL", _("Prices")


class QuestionSet(models.Model):
    """A version of the ten key questions, as data; frozen into every RFQ that is published with it."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", pgettext_lazy("question set", "Being written")
        ACTIVE = "ACTIVE", _("Active")
        RETIRED = "RETIRED", _("Retired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(_("version"), max_length=20, unique=True)
    content = models.JSONField(_("content"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACTIVE)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made on"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("question set")
        verbose_name_plural = _("question sets")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.version


class RFQ(models.Model):
    """A request for quotes. `need` holds the values of `rfqs.catalogue.need_specs` by field code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_i18n = models.JSONField(default=dict, blank=True)
    template = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=16, choices=RfqStatus, default=RfqStatus.DRAFT)
    currency = models.CharField(max_length=3, default="CNY")
    need = models.JSONField(default=dict)
    # The buyer's own: {"fields": the estimate's figures as typed, "levers": the forecast before and after them}.
    estimate = models.JSONField(default=dict, blank=True)
    question_set = models.ForeignKey(
        "rfqs.QuestionSet", null=True, on_delete=models.PROTECT, related_name="+"
    )
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    # Left empty in a draft it becomes half-way between publication and deadline.
    questions_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    quality_opened_at = models.DateTimeField(null=True, blank=True)
    prices_opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_code = models.CharField(max_length=12, choices=EndCode, blank=True)
    end_reason = models.TextField(blank=True)
    # The RFQ that ended without an award and is asked anew with this one.
    retender_of = models.ForeignKey(
        "rfqs.RFQ", null=True, blank=True, on_delete=models.PROTECT, related_name="retenders"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("RFQ")
        verbose_name_plural = _("RFQs")
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="rfq_published_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["DRAFT", "CANCELLED"])
                | Q(published_at__isnull=False, deadline_at__isnull=False),
                name="rfq_beyond_draft_is_published_with_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(quality_opened_at__isnull=True)
                | Q(quality_opened_at__gt=models.F("deadline_at")),
                name="rfq_opens_after_its_deadline",
            ),
            models.CheckConstraint(
                condition=Q(prices_opened_at__isnull=True) | Q(quality_opened_at__isnull=False),
                name="rfq_prices_open_after_quality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def label(self) -> str:
        """The title in the active language."""
        return pick(self.title_i18n) or self.title


class DemandLine(models.Model):
    """Volumes of one service line: history by calendar month and the forecast of the contract's first year."""

    class Basis(models.TextChoices):
        MEASURED = "MEASURED", _("Measured")
        ESTIMATED = "ESTIMATED", _("Estimated")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.CASCADE, related_name="demand_lines")
    line = models.CharField(max_length=40, default="main")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.MEASURED)
    # First day of the first of the six history months.
    history_from = models.DateField(null=True, blank=True)
    history = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    forecast = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    forecast_is_own = models.BooleanField(default=False)
    # What the upload held: every whole month, the hour-of-week shares, peaks, what was left out.
    evidence = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rfq", "line"], name="one_demand_line_per_code"),
            models.CheckConstraint(
                condition=Q(history__len__in=[0, 6]), name="history_is_six_months_or_none"
            ),
            models.CheckConstraint(
                condition=Q(forecast__len__in=[0, 12]), name="forecast_is_twelve_months_or_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.line}"


class WeightSet(models.Model):
    """The weights an RFQ is scored with; a change is a new version with a note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.CASCADE, related_name="weight_sets")
    version = models.PositiveSmallIntegerField()
    preset = models.CharField(max_length=20, default="default")
    pillars = models.JSONField()
    leaves = models.JSONField()
    # How a total cost becomes points (calc.price_formula), and the buyer's own cost where it counts against that.
    price_formula = models.CharField(max_length=10, default="lowest")
    baseline_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["rfq", "version"], name="one_weight_set_per_version"),
            models.CheckConstraint(
                condition=~Q(price_formula="baseline") | Q(baseline_cost__gt=0),
                name="baseline_formula_has_its_cost",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} v{self.version}"


class Publication(models.Model):
    """What was published: need, demand, questions, proposed terms and weights, frozen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="publications")
    version = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["rfq", "version"], name="one_publication_per_version")]

    def __str__(self) -> str:
        return f"{self.rfq_id} v{self.version}"


class SealingKey(models.Model):
    """The key pair of one part of one RFQ; the private half is locked under the server's key ring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="sealing_keys")
    part = models.CharField(max_length=10, choices=Part)
    public = models.BinaryField()
    private_locked = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rfq", "part"], name="one_sealing_key_per_part")]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.part}"


class Attachment(models.Model):
    """A file of the buyer that every invited vendor may read; one of an addendum, once that is issued."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.CASCADE, related_name="attachments")
    addendum = models.ForeignKey(
        "rfqs.Addendum", null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="rfqs/attachments/")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """One vendor asked to quote for one RFQ. Its id is random: a rival cannot count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="invitations")
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey("vendors.VendorContact", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=InvitationStatus, default=InvitationStatus.INVITED)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["rfq", "vendor"], name="one_invitation_per_vendor")]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.vendor_id}"


class InvitationToken(models.Model):
    """A personal link to an invitation; only its hash is stored, it works once."""

    class Purpose(models.TextChoices):
        MAIL = "MAIL", _("mailed")
        COPY = "COPY", _("copied by the buyer")
        COLLEAGUE = "COLLEAGUE", _("sent by a colleague")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey("rfqs.Invitation", on_delete=models.CASCADE, related_name="tokens")
    contact = models.ForeignKey("vendors.VendorContact", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.purpose}"


class Duty(models.Model):
    """What a person does for one RFQ."""

    class Kind(models.TextChoices):
        OWNER = "OWNER", _("Owner")
        CHAIR = "CHAIR", _("Chair")
        OPENER = "OPENER", _("Opening officer")
        REVIEWER = "REVIEWER", _("Reviewer")
        CONTRACT_OWNER = "CONTRACT_OWNER", _("Contract owner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.CASCADE, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=16, choices=Kind)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.UniqueConstraint(fields=["rfq", "user", "kind"], name="one_duty_per_person_and_rfq")
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.kind} {self.user_id}"


class Declaration(models.Model):
    """A reviewer's word, before the first look at a quote, that nothing keeps them from judging one RFQ's vendors."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="declarations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("declaration of impartiality")
        verbose_name_plural = _("declarations of impartiality")
        constraints = [
            models.UniqueConstraint(fields=["rfq", "user"], name="one_declaration_per_person_and_rfq")
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.user_id}"


class Conflict(models.Model):
    """A person's word that they are not impartial on one RFQ, of one vendor or altogether. Never taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfq = models.ForeignKey("rfqs.RFQ", on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    vendor = models.ForeignKey("vendors.Vendor", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["rfq", "user"], name="one_conflict_per_person_and_rfq")
        ]

    def __str__(self) -> str:
        return f"{self.rfq_id} {self.user_id}"
