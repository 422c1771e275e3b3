"""Files on disk: whole or not there, and on the disk before anybody is told so."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from ui.uploads.handling import FULL, StorageFull


class WholeFiles(FileSystemStorage):
    """Writes beside the final name, waits for the disk, then renames; a failure leaves nothing behind."""

    def _save(self, name: str, content: Any) -> str:
        final = Path(self.path(name))
        final.parent.mkdir(mode=self.directory_permissions_mode or 0o700, parents=True, exist_ok=True)
        beside = final.with_name(f".{secrets.token_hex(12)}.part")
        try:
            self._write(beside, content)
            beside.rename(final)  # stored names are random, so there is nothing to replace
            self._settle(final.parent)
        except OSError as error:
            if error.errno in FULL:
                raise StorageFull(*error.args) from error
            raise
        finally:
            beside.unlink(missing_ok=True)
        return str(name).replace("\\", "/")

    def _write(self, path: Path, content: Any) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_permissions_mode or 0o600)
        with os.fdopen(handle, "wb") as target:
            for chunk in content.chunks():
                target.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            target.flush()
            os.fsync(target.fileno())

    def _settle(self, folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def removed_on_failure(field: Any) -> Iterator[None]:
    """Where the block fails, what it stored in this file field goes too: no file without its row."""
    try:
        yield
    except BaseException:
        if field:
            field.storage.delete(str(field.name))
        raise
