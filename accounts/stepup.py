"""Pages that need more than a session.

    stepup.protect("scoring:open", "scoring:award")   # in AppConfig.ready, by URL name
    stepup.demand_more_than_mail("quotes:send")

The first need a second factor that was shown minutes ago, from the buyer's people, where
`settings.SECOND_FACTOR_REQUIRED` (production); elsewhere nothing is asked, except that acts named with `ask_again`
demand a fresh sign-in everywhere. The second need a sign-in by password or passkey, always: a code from the mailbox is
enough to read.
"""

_protected: set[str] = set()
_asked_again: set[str] = set()
_in_person: set[str] = set()


def protect(*names: str) -> None:
    """Demand a fresh second factor for state changes (and downloads) at these URL names."""
    _protected.update(names)


def is_protected(name: str) -> bool:
    return name in _protected


def ask_again(*names: str) -> None:
    """Demand a sign-in that is minutes old for state changes at these URL names, in development as well."""
    protect(*names)
    _asked_again.update(names)


def is_asked_again(name: str) -> bool:
    return name in _asked_again


def demand_more_than_mail(*names: str) -> None:
    """Refuse state changes at these URL names to a session that a code from the mailbox alone has opened."""
    _in_person.update(names)


def is_for_signed_in_in_person(name: str) -> bool:
    return name in _in_person
