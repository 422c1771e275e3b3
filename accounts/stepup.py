"""Pages that need more than a session: a second factor, and a sign-in that is minutes old.

    stepup.protect("scoring:open", "scoring:award")   # in AppConfig.ready, by URL name

Demanded where `settings.SECOND_FACTOR_REQUIRED` (production); elsewhere nothing is asked, except that
acts named with `ask_again` demand a fresh sign-in everywhere.
"""

_protected: set[str] = set()
_asked_again: set[str] = set()


def protect(*names: str) -> None:
    """Demand the second factor and a fresh sign-in for state changes (and downloads) at these URL names."""
    _protected.update(names)


def is_protected(name: str) -> bool:
    return name in _protected


def ask_again(*names: str) -> None:
    """Demand a sign-in that is minutes old for state changes at these URL names, in development as well."""
    protect(*names)
    _asked_again.update(names)


def is_asked_again(name: str) -> bool:
    return name in _asked_again
