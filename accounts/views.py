"""Home by role, one's own profile, the staff of the buyer and its settings."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access, actions, policies, sessions
from accounts import home as waiting
from accounts.forms import InviteForm, OrganisationForm, PasswordsForm, ProfileForm, RolesForm
from accounts.roles import DESCRIPTIONS, STAFF_ROLES, Role, has_role, is_vendor_side
from audit.middleware import record_refusal
from ui.errors import Refused
from ui.frame import url_of
from ui.pagination import keyset_page

SIGN_IN_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Buyers and approvers see what waits for them; everybody else goes where their work is."""
    if not has_role(request.user, Role.BUYER, Role.APPROVER):
        elsewhere = _elsewhere(request)
        if elsewhere:
            return redirect(elsewhere)
    now = timezone.now()
    context = {
        "waiting": waiting.waiting_for(request.user, now),
        "running": waiting.running_for(request.user, now),
        "now": now,
        "can_write": has_role(request.user, Role.BUYER),
        "new_rfq_url": url_of("rfqs:new"),
        "rfqs_url": url_of("rfqs:list"),
    }
    return render(request, "accounts/home.html", context)


def _elsewhere(request: HttpRequest) -> str:
    if is_vendor_side(request.user):
        return url_of("quotes:portal") or url_of("vendors:own")
    for role, name in (
        (Role.ADMINISTRATOR, "accounts:staff"),
        (Role.REVIEWER, "admin:index"),
        (Role.AUDITOR, "audit:list"),
    ):
        if has_role(request.user, role):
            return url_of(name)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name and language, with the way to password and second factor."""
    user: Any = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(**form.cleaned_data, by=user, now=timezone.now())
        response = redirect("accounts:profile")
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the saved language counts from now on
        messages.success(request, _("Saved."))
        return response
    roles = [{"label": Role(code).label, "text": DESCRIPTIONS[Role(code)]} for code in user.roles]
    context = {"form": form, "roles": roles, "factors": access.second_factors(user)}
    return render(request, "accounts/profile.html", context)


@require_POST
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """End one's sessions on all other devices."""
    sessions.end_others(request, request.user, timezone.now())
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("accounts:profile")


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """Name and profile of the buying organisation."""
    access.require_staff(request.user, Role.ADMINISTRATOR)
    row = access.organisation()
    initial = {"profile": row.profile, **OrganisationForm.names_of(row)} if row else {}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit_organisation(
            **form.names(), profile=form.cleaned_data["profile"], by=request.user, now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation")
    return render(request, "accounts/organisation.html", {"form": form})


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody of the buying organisation, and the invitations that are open."""
    access.require_staff(request.user, Role.ADMINISTRATOR, Role.AUDITOR)
    people = keyset_page(
        access.staff_visible_to(request.user),
        cursor=request.GET.get("after", ""),
        fields=("name", "id"),
        falling=False,
    )
    context = {
        "people": people,
        "invitations": list(access.invitations_visible_to(request.user)),
        "now": timezone.now(),
        "may_edit": has_role(request.user, Role.ADMINISTRATOR),
    }
    return render(request, "accounts/staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague."""
    access.require_staff(request.user, Role.ADMINISTRATOR)
    user: Any = request.user
    form = InviteForm(request.POST or None, initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.invite_staff(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            record_refusal(request, str(refusal))
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("A personal link goes to %(email)s.") % {"email": row.email})
            return redirect("accounts:staff")
    return render(request, "accounts/staff_invite.html", {"form": form, "descriptions": _descriptions()})


def _descriptions() -> list[tuple[Any, Any]]:
    return [(role.label, DESCRIPTIONS[role]) for role in STAFF_ROLES]


@require_POST
def staff_reissue(request: HttpRequest, staff_invitation: UUID) -> HttpResponse:
    """A fresh link for an open invitation; the old one stops working."""
    access.require_staff(request.user, Role.ADMINISTRATOR)
    row = access.get_staff_invitation(request.user, staff_invitation)
    actions.reissue_staff_invitation(invitation=row, by=request.user, now=timezone.now())
    messages.success(
        request, _("A new link goes to %(email)s; the old one no longer works.") % {"email": row.email}
    )
    return redirect("accounts:staff")


@require_POST
def staff_revoke(request: HttpRequest, staff_invitation: UUID) -> HttpResponse:
    """Withdraw an open invitation."""
    access.require_staff(request.user, Role.ADMINISTRATOR)
    row = access.get_staff_invitation(request.user, staff_invitation)
    actions.revoke_staff_invitation(invitation=row, by=request.user, now=timezone.now())
    messages.success(request, _("The link of %(email)s no longer works.") % {"email": row.email})
    return redirect("accounts:staff")


@require_http_methods(["GET", "HEAD", "POST"])
def staff_member(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person: their roles, and whether they may sign in."""
    readers = () if request.method == "POST" else (Role.AUDITOR,)
    access.require_staff(request.user, Role.ADMINISTRATOR, *readers)
    row = access.get_staff(request.user, person)
    form = RolesForm(request.POST or None, initial={"roles": row.roles})
    if request.method == "POST" and form.is_valid():
        actions.change_roles(
            person=row, roles=form.cleaned_data["roles"], by=request.user, now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("accounts:staff_member", person=person)
    context = {"person": row, "form": form, "descriptions": _descriptions()}
    return render(
        request,
        "accounts/staff_member.html",
        context | {"may_edit": has_role(request.user, Role.ADMINISTRATOR)},
    )


@require_POST
def staff_active(request: HttpRequest, person: UUID) -> HttpResponse:
    """Let a person sign in, or no longer."""
    access.require_staff(request.user, Role.ADMINISTRATOR)
    row = access.get_staff(request.user, person)
    active = request.POST.get("active") == "yes"
    actions.set_staff_active(person=row, active=active, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("accounts:staff_member", person=person)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link: looking at it changes nothing, sending the form makes the account, once."""
    row, now = access.invitation_by_token(token), timezone.now()
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(row.language)
    form = PasswordsForm(request.POST or None, initial={"name": row.name}, person=row)
    problem, status = None, 200
    try:
        policies.check_can_accept(row, now)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            user = actions.accept_staff_invitation(
                invitation=row, name=data["name"], password=data["password"], now=now
            )
            login(request, user, backend=SIGN_IN_BACKEND)
            return _personal(redirect("accounts:home"))
    except Refused as refusal:
        problem, status = str(refusal), 410
    context = {"form": form, "invitation": row, "problem": problem, "organisation": access.organisation()}
    return _personal(render(request, "accounts/join.html", context, status=status))


def _personal(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: no page may learn it, no cache keep it."""
    # The origin alone: with "no-referrer" browsers hide it from our own forms too, which are then refused.
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "no-store"
    return response
