"""The invitations of the quotes' tests."""

from tests.quotes.conftest import invitation, rfq, vendor_user

__all__ = ["invitation", "rfq", "vendor_user"]
