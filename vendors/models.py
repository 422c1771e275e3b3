"""Who may be invited: vendors, their people, papers and past cases."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ui.text import pick


class Vendor(models.Model):
    """A company that may be asked for a quote."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", _("Active")
        ARCHIVED = "ARCHIVED", _("Archived")

    class Position(models.TextChoices):
        SPECIALIST = "SPECIALIST", _("Specialist")
        REGIONAL = "REGIONAL", _("Regional strength")
        TECH_LED = "TECH_LED", _("Technology-led")
        BRAND = "BRAND", _("Brand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=160)
    name_i18n = models.JSONField(default=dict, blank=True)
    legal_name = models.CharField(_("registered name"), max_length=200, blank=True)
    registration_no = models.CharField(_("registration number"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    positions = ArrayField(models.CharField(max_length=12, choices=Position), default=list, blank=True)
    service_types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    channels = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    seats_total = models.PositiveIntegerField(_("seats in all"), null=True, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    search = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(SearchVector("search", config="simple"), name="vendor_search"),
            models.Index(fields=["name", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the active language."""
        return pick(self.name_i18n) or self.name


class VendorContact(models.Model):
    """A person at a vendor; linked to a user once they have enrolled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    position = models.CharField(_("position"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    is_lead = models.BooleanField(_("lead contact"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vendor_contact",
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-is_lead", "name"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "email"], name="one_contact_per_address_and_vendor"),
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="contact_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class QualificationDocument(models.Model):
    """A licence, certificate or other paper, with the day it runs out."""

    class Kind(models.TextChoices):
        BUSINESS_LICENCE = "BUSINESS_LICENCE", _("Business licence")
        CALL_CENTRE_LICENCE = "CALL_CENTRE_LICENCE", _("Call-centre licence (B24)")
        ISO_27001 = "ISO_27001", _("ISO/IEC 27001")
        ISO_18295 = "ISO_18295", _("ISO 18295")
        COPC = "COPC", _("COPC certificate")
        INSURANCE = "INSURANCE", _("Insurance policy")
        OTHER = "OTHER", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.CASCADE, related_name="qualifications")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="vendors/qualifications/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "valid_until"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class ReferenceCase(models.Model):
    """A past engagement of the vendor that a buyer may compare with its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.CASCADE, related_name="references")
    client = models.CharField(_("client"), max_length=160)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    channel = models.CharField(_("channel"), max_length=10, blank=True)
    depth = models.CharField(_("service depth"), max_length=20, blank=True)
    monthly_volume = models.PositiveIntegerField(_("contacts per month"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("to"), null=True, blank=True)
    billing_model = models.CharField(_("billing model"), max_length=4, blank=True)
    kpi_before = models.CharField(_("key figures before"), max_length=200, blank=True)
    kpi_after = models.CharField(_("key figures after"), max_length=200, blank=True)
    may_contact = models.BooleanField(_("may be contacted"), default=False)

    class Meta:
        ordering = ["-started_on", "client"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(started_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="reference_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.client
