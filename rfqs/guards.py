"""What else has to hold before an RFQ goes out: checks of the installation, told by whoever knows them.

    guards.register(config.safety.unsafe_database)     # in AppConfig.ready

Each check returns its causes, a sentence each, or nothing.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ui.errors import Refused

Check = Callable[[], list[str]]
_checks: list[Check] = []


def register(check: Check) -> None:
    if check not in _checks:
        _checks.append(check)


def check_installation() -> None:
    """Raise Refused with every cause why this installation must not take quotes now."""
    causes = [cause for check in _checks for cause in check()]
    if causes:
        raise Refused(
            _("This installation cannot keep quotes safe now; ask the administrator. %(causes)s")
            % {"causes": " ".join(causes)}
        )
