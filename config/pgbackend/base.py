from functools import cache
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config.postgres import OWNER_ROLE, WEB_ROLE, EmbeddedServer


@cache
def embedded_server() -> EmbeddedServer:
    """The one server object of this process; it holds the server up for as long as the process lives."""
    return EmbeddedServer(settings.BASE_DIR)


def embedded_parameters(role: str) -> dict[str, Any]:
    """Start the embedded server if need be; how the role (owner or web) connects to it."""
    server = embedded_server()
    server.ensure()
    return server.parameters(OWNER_ROLE if role == "owner" else WEB_ROLE)


class DatabaseWrapper(base.DatabaseWrapper):
    """SHORTLIST_ROLE in the database's settings says whether this connection is the owner's or the web's."""

    def get_connection_params(self) -> dict[str, Any]:
        if settings.EMBEDDED_DATABASE:
            parameters = embedded_parameters(self.settings_dict["SHORTLIST_ROLE"])
            self.settings_dict.update({key.upper(): value for key, value in parameters.items()})
        return super().get_connection_params()
