"""The page a request came from, as its headers tell: believed only where it is one of ours."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def own_page(request: HttpRequest, header: str = "Referer") -> str:
    """Return path and query of the page, or "" for another site's, none, or an address nobody can read.

    A path that begins with two slashes would name another host when sent back as an address.
    """
    try:
        page = urlsplit(request.headers.get(header, ""))
    except ValueError:
        return ""
    if page.netloc != request.get_host() or not page.path or page.path.startswith(("//", "/\\")):
        return ""
    return page.path + (f"?{page.query}" if page.query else "")
