"""The review panel: Django's admin for reviewers and administrators, with nothing in it but their work."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite, ModelAdmin, display
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import PANEL_ROLES, Role, has_role, is_staff_side
from rfqs.models import QuestionSet
from scoring.views import panel as pages
from ui.text import listed, pick

# Django's own pages that this panel does without: passwords are allauth's, look-ups are nobody's.
LEFT_OUT = ("password_change", "password_change_done", "autocomplete", "view_on_site")
READ_ONLY_PAGES = ("_changelist", "_change")

View = TypeVar("View", bound=Callable[..., Any])


class PanelSite(AdminSite):
    """Registers what reviewers and administrators may touch; sign-in is the product's own."""

    site_header = site_title = index_title = _("Review panel")
    enable_nav_sidebar = False
    final_catch_all_view = False  # an address that is not there is 404 for everybody, without a sign-in first

    def has_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, *PANEL_ROLES)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Without the list of all tables and rights, which the index alone shows and asks for itself."""
        return {
            "site_header": self.site_header,
            "site_title": self.site_title,
            "has_permission": self.has_permission(request),
            "available_apps": [],
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Everybody signs in at one place; who is signed in already goes on to the panel."""
        if self._lets_in(request):
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Anonymous people sign in, outsiders get 404, insiders without a role of the panel 403."""

        checked = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self._lets_in(request):
                return redirect_to_login(request.get_full_path())
            return checked(request, *args, **kwargs)

        return cast("View", update_wrapper(inner, checked))

    def _lets_in(self, request: HttpRequest) -> bool:
        """False for nobody in particular; who is known and has no business here gets no page at all."""
        if not request.user.is_authenticated:
            return False
        if not is_staff_side(request.user):
            raise Http404
        if not self.has_permission(request):
            raise PermissionDenied(_("The panel is for reviewers and administrators."))
        return True

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        registered = [app for app in self.get_app_list(request) if app["models"]]
        return pages.index(request, {**self.each_context(request), "registered": registered})

    def get_urls(self) -> list[Any]:
        own = [
            path("sheets/<uuid:sheet_id>/", self._page(pages.sheet), name="sheet"),
            path("sheets/<uuid:sheet_id>/conflict/", self._page(pages.conflict), name="conflict"),
            path("sheets/<uuid:sheet_id>/declare/", self._page(pages.declare), name="declare"),
            path("sheets/<uuid:sheet_id>/done/", self._page(pages.done), name="sheet_done"),
            path(
                "sheets/<uuid:sheet_id>/<uuid:quote_id>/<str:item>/ask/",
                self._page(pages.inquire),
                name="inquire",
            ),
            path("sheets/<uuid:sheet_id>/<uuid:quote_id>/<str:item>/", self._page(pages.score), name="score"),
        ]
        rest = [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]
        return own + rest

    def _page(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view(request, self.each_context(request), **kwargs)

        return self.admin_view(inner)


class ReadOnlyAdmin(ModelAdmin):
    """A list to look at: no adding, no changing, no deleting, no actions, no look-ups by address."""

    actions = None
    list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if (url.name or "").endswith(READ_ONLY_PAGES)]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return False


class QuestionSetAdmin(ReadOnlyAdmin):
    """Versions of the ten questions; a new version is made by an action, not typed here."""

    list_display = ("version", "status", "note", "created_at")
    fields = ("version", "status", "note", "created_at", "questions")
    readonly_fields = fields

    @display(description=_("questions"))
    def questions(self, row: QuestionSet) -> str:
        titles = [(item["n"], pick(item["title"])) for item in row.content.get("questions", [])]
        return listed(f"{number}. {title}" for number, title in titles)


class UserAdmin(ReadOnlyAdmin):
    """Who is who; changes are made on the staff pages."""

    list_display = ("name", "email", "role_names", "is_active", "page")
    list_display_links = None

    def get_urls(self) -> list[URLPattern]:
        return [url for url in super().get_urls() if (url.name or "").endswith("_changelist")]

    @display(description=_("roles"))
    def role_names(self, row: User) -> str:
        return listed(Role(code).label for code in row.roles)

    @display(description=_("staff page"))
    def page(self, row: User) -> str:
        try:
            return format_html(
                '<a href="{}">{}</a>', reverse("accounts:staff_member", args=[row.pk]), row.name
            )
        except NoReverseMatch:
            return row.name


panel = PanelSite(name="admin")
panel.register(QuestionSet, QuestionSetAdmin)
panel.register(User, UserAdmin)
