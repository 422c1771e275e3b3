"""The vendored files: what they are, where they come from, how they are checked.

`static/vendor/MANIFEST.json` is the list. Per package: name, version, the integrity npm publishes for the
tarball, and per file the path inside the tarball, the name here and the sha256 of what is committed. Under `made`
stands what a command of ours cut out of something larger (the fonts of the PDFs), with paths from the root.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "vendor"
MANIFEST = FOLDER / "MANIFEST.json"
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=[^\n]*)\n?")


class VendorError(Exception):
    """A package or a file is not what the manifest says."""


def read_manifest() -> dict:
    return json.loads(MANIFEST.read_text(encoding="utf-8"))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def faults() -> list[str]:
    """One sentence for each committed file that is missing or differs from the manifest."""
    found = []
    manifest = read_manifest()
    for folder, sources in ((FOLDER, manifest["packages"]), (ROOT, manifest["made"])):
        for file in (file for source in sources for file in source["files"]):
            path = folder / file["name"]
            if not path.is_file():
                found.append(f"{file['name']} is missing")
            elif sha256(path.read_bytes()) != file["sha256"]:
                found.append(f"{file['name']} differs from the manifest")
    return found


def renew(manifest: dict) -> None:
    """Write down the files that were made again."""
    for file in (file for source in manifest["made"] for file in source["files"]):
        file["sha256"] = sha256((ROOT / file["name"]).read_bytes())
    write_manifest(manifest)


def fetch(package: dict, folder: Path) -> Path:
    """Download one package with npm and check its tarball against the manifest's integrity."""
    spec = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", spec, "--json", "--silent", "--pack-destination", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (npm, with a name and version of our own manifest)
    tarball = folder / json.loads(answer.stdout)[0]["filename"]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if digest != package["integrity"]:
        raise VendorError(f"{spec}: the tarball's integrity is {digest}, not {package['integrity']}")
    return tarball


def unpack(package: dict, tarball: Path) -> None:
    """Copy the listed files, without the source map comments that break hashed static storage."""
    with tarfile.open(tarball) as archive:
        for file in package["files"]:
            member = archive.extractfile(f"package/{file['source']}")
            if member is None:
                raise VendorError(f"{package['name']}: no file {file['source']} in the package")
            content = SOURCE_MAP.sub(b"\n", member.read())
            target = FOLDER / file["name"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            file["sha256"] = sha256(content)


def write_manifest(manifest: dict) -> None:
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
