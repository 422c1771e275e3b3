"""The vendor portal."""

from django.urls import path

from quotes.views import (
    answers,
    check,
    clarifications,
    files,
    home,
    inquiries,
    prices,
    receipts,
    sent,
    terms,
    workbook,
)

app_name = "quotes"
ONE = "portal/<uuid:invitation_id>/"

urlpatterns = [
    path("portal/", home.portal, name="portal"),
    path(ONE, home.read, name="invitation"),
    path(f"{ONE}read/", home.read, name="read"),
    path(f"{ONE}read/<uuid:attachment_id>/", home.attachment, name="attachment"),
    path(f"{ONE}clarifications/", clarifications.clarifications, name="clarifications"),
    path(f"{ONE}clarifications/ask/", clarifications.ask, name="ask"),
    path(f"{ONE}addenda/<uuid:addendum_id>/confirm/", clarifications.confirm, name="confirm_addendum"),
    path(f"{ONE}inquiries/<uuid:inquiry_id>/", inquiries.inquiry, name="inquiry"),
    path(f"{ONE}decline/", home.decline, name="decline"),
    path(f"{ONE}take-back/", home.take_back, name="take_back"),
    path(f"{ONE}colleague/", home.colleague, name="colleague"),
    path(f"{ONE}answers/<int:number>/", answers.answers, name="answers"),
    path(f"{ONE}prices/", prices.prices, name="prices"),
    path(f"{ONE}prices/new/<str:model>/", prices.new_line, name="new_line"),
    path(f"{ONE}prices/<int:position>/", prices.line, name="line"),
    path(f"{ONE}prices/<int:position>/remove/", prices.remove_line, name="remove_line"),
    path(f"{ONE}fees/", prices.fees, name="fees"),
    path(f"{ONE}terms/", terms.terms, name="terms"),
    path(f"{ONE}files/", files.files, name="files"),
    path(f"{ONE}files/<uuid:file_id>/", files.file, name="file"),
    path(f"{ONE}files/<uuid:file_id>/remove/", files.remove, name="remove_file"),
    path(f"{ONE}workbook/", workbook.workbook, name="workbook"),
    path(f"{ONE}workbook/quote.xlsx", workbook.workbook_file, name="workbook_file"),
    path(f"{ONE}check/", check.check, name="check"),
    path(f"{ONE}send/", sent.send, name="send"),
    path(f"{ONE}send/<uuid:key>/", sent.status, name="status"),
    path(f"{ONE}sent/", sent.sent, name="sent"),
    path(f"{ONE}withdraw/", sent.withdraw, name="withdraw"),
    path(f"{ONE}sent/<int:number>/quote.json", sent.revision_json, name="revision_json"),
    path(f"{ONE}sent/<int:number>/print/", sent.revision_print, name="revision_print"),
    path(f"{ONE}sent/<int:number>/receipt.json", receipts.receipt_json, name="receipt_json"),
    path(f"{ONE}sent/<int:number>/receipt.sig", receipts.receipt_signature, name="receipt_signature"),
    path(f"{ONE}sent/<int:number>/receipt.zip", receipts.bundle, name="receipt_bundle"),
    path("receipts/keys/", receipts.keys, name="receipt_keys"),
    path("receipts/keys.json", receipts.keys_json, name="receipt_keys_json"),
]
