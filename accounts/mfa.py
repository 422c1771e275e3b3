"""Second factors in the database: the secret of the one-time codes is locked under the server's key ring."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from accounts.keys import key_ring

PURPOSE = "second-factor"
LOCKED = "locked:"


class MfaAdapter(DefaultMFAAdapter):
    """A copy of the database alone makes no codes."""

    def encrypt(self, text: str) -> str:
        locked = key_ring().lock(text.encode(), purpose=PURPOSE, context="")
        return LOCKED + base64.b64encode(locked).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(LOCKED):
            return encrypted_text  # set up before secrets were locked
        blob = base64.b64decode(encrypted_text.removeprefix(LOCKED))
        return key_ring().unlock(blob, purpose=PURPOSE, context="").decode()
