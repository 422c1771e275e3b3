"""A small stand-in that speaks the scanner's protocol: INSTREAM, and nothing else."""

import socketserver
import struct
import threading
from types import TracebackType

# The test text that every scanner knows, in two pieces so that none stumbles over this file.
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Scan(socketserver.StreamRequestHandler):
    server: "Clamd"

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.scanned.append(content)
        self.wfile.write(self.server.verdict(content) + b"\0")


class Clamd(socketserver.ThreadingTCPServer):
    """A context manager; `address` is what the application is told, `known` what it takes for a virus."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Scan)
        self.known = {EICAR.encode(): "Eicar-Test-Signature"}
        self.trouble = b""
        self.scanned: list[bytes] = []
        self.address = f"127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def verdict(self, content: bytes) -> bytes:
        found = next((name for virus, name in self.known.items() if virus in content), "")
        return self.trouble or (f"stream: {found} FOUND".encode() if found else b"stream: OK")

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.shutdown()
        self.server_close()
