from typing import Any

from django.db.backends.postgresql import base

from config.database import credentials


class DatabaseWrapper(base.DatabaseWrapper):
    """SHORTLIST_ROLE in the database's settings says whether this connection is the owner's or the web's."""

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict.update(credentials(self.settings_dict["SHORTLIST_ROLE"]))
        return super().get_connection_params()
