"""The page a request came from: ours, or none."""

import pytest
from django.test import RequestFactory

from ui.middleware import sign_in_url
from ui.whence import own_page

OURS = {
    "http://testserver/rfqs/?q=1": "/rfqs/?q=1",
    "http://testserver/a%2F..%2Fb": "/a%2F..%2Fb",
}
OTHERS = (
    "",
    "/rfqs/",
    "http://testserver",
    "http://elsewhere.example/rfqs/",
    "http://testserver.elsewhere.example/",
    "http://testserver@elsewhere.example/",
    "http://testserver//elsewhere.example/",
    "http://testserver/\\elsewhere.example/",
    "http://[",
    "http://[::1",
    "http://a]/",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("header", ["Referer", "HX-Current-URL"])
def test_only_our_own_pages_are_believed(header):
    for address, page in {**OURS, **dict.fromkeys(OTHERS, "")}.items():
        request = RequestFactory().get("/", headers={header: address})
        assert own_page(request, header) == page, address
        assert sign_in_url(request) == (
            "/accounts/login/?next=/"
            if header == "Referer" or not page
            else f"/accounts/login/?next={page.partition('?')[0].replace('%', '%25')}"
        )
