"""The buyer of the demo, its people, and the registry of vendors, all through the real actions."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

import accounts.actions as accounts
import vendors.actions as registry
from accounts.models import User
from accounts.roles import Role
from demo.vendors import PASSWORD, VENDORS, DemoVendor
from vendors.models import Vendor

COMPANY = {"en": "Cloud Thimble Homeware", "zh-hans": "云顶针家居", "zh-hant": "雲頂針家居"}


@dataclass(frozen=True)
class DemoPerson:
    """A member of the buyer's staff."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]


STAFF = (
    DemoPerson("admin", "顾安然 Gu Anran", "admin@cloudthimble.example", (Role.ADMINISTRATOR,)),
    DemoPerson("buyer", "林云 Lin Yun", "buyer@cloudthimble.example", (Role.BUYER,)),
    DemoPerson("approver", "沈毅 Shen Yi", "approver@cloudthimble.example", (Role.APPROVER,)),
    DemoPerson("reviewer", "唐青 Tang Qing", "reviewer@cloudthimble.example", (Role.REVIEWER,)),
    DemoPerson("second_reviewer", "白禾 Bai He", "reviewer2@cloudthimble.example", (Role.REVIEWER,)),
    DemoPerson("auditor", "郑明 Zheng Ming", "auditor@cloudthimble.example", (Role.AUDITOR,)),
)


@dataclass
class Cast:
    """Everybody the demo acts as."""

    staff: dict[str, User] = field(default_factory=dict)
    vendors: dict[str, Vendor] = field(default_factory=dict)
    vendor_users: dict[str, User] = field(default_factory=dict)


def make_people() -> Cast:
    """Set the organisation up, invite its staff, register the vendors."""
    cast = Cast()
    now = timezone.now()
    first, *others = STAFF
    cast.staff[first.key] = accounts.set_up(
        name=COMPANY["en"],
        name_i18n=COMPANY,
        email=first.email,
        person=first.name,
        password=PASSWORD,
        now=now,
    )
    for person in others:
        cast.staff[person.key] = _join(person, cast.staff["admin"], now)
    for vendor in VENDORS:
        cast.vendors[vendor.key] = _register(vendor, cast.staff["buyer"], now)
    return cast


def _join(person: DemoPerson, admin: User, now: datetime) -> User:
    invitation = accounts.invite_staff(
        email=person.email, name=person.name, roles=person.roles, language="zh-hans", by=admin, now=now
    )
    return accounts.accept_staff_invitation(
        invitation=invitation, name=person.name, password=PASSWORD, now=now
    )


def _register(vendor: DemoVendor, buyer: User, now: datetime) -> Vendor:
    row = registry.create_vendor(
        by=buyer,
        now=now,
        name=vendor.key,
        name_i18n={"en": vendor.key, "zh-hans": vendor.zh_hans, "zh-hant": vendor.zh_hant},
        city=vendor.city,
        positions=list(vendor.positions),
        service_types=["IN_PRESALES", "IN_ORDER", "IN_AFTERSALES", "IN_HOTLINE", "IN_COMPLAINT"],
        channels=["CHAT", "PHONE"],
        languages=["zh-CN"],
        seats_total=vendor.seats_total,
        founded_year=vendor.founded,
    )
    registry.add_contact(
        vendor=row, name=vendor.contact, email=vendor.email, by=buyer, now=now, position="Sales", is_lead=True
    )
    registry.add_qualification(
        vendor=row,
        by=buyer,
        now=now,
        kind="BUSINESS_LICENCE",
        number=f"DEMO-{vendor.founded}",
        issuer="Market regulator",
        valid_until=now.date().replace(year=now.year + 2, day=1),
    )
    registry.add_reference(
        vendor=row,
        by=buyer,
        now=now,
        client="Bamboo Lamp Home",
        industry="ECOMMERCE",
        channel="CHAT",
        depth="VALUE_ADDED",
        monthly_volume=25000,
        seats=10,
        billing_model="B01",
        kpi_before="FCR 70 %",
        kpi_after="FCR 81 %",
        may_contact=True,
    )
    return row
