"""The buyer's pages of RFQs."""

from django.urls import path

from rfqs.views import deadline, demand, files, lists, need, publish, vendors, weights

app_name = "rfqs"
urlpatterns = [
    path("", lists.rfq_list, name="list"),
    path("new/", lists.new, name="new"),
    path("<str:code>/", lists.detail, name="detail"),
    path("<str:code>/copy/", lists.copy, name="copy"),
    path("<str:code>/cancel/", lists.cancel, name="cancel"),
    path("<str:code>/deadline/", deadline.extend, name="extend"),
    path("<str:code>/need/", need.basics, name="need"),
    path("<str:code>/need/<slug:subject>/", need.subject, name="subject"),
    path("<str:code>/need/<slug:subject>/reset/", need.reset, name="reset"),
    path("<str:code>/preview/", need.preview, name="preview"),
    path("<str:code>/preview/live/", need.live, name="live_preview"),
    path("<str:code>/print/", need.printable, name="print"),
    path("<str:code>/questions/", need.questions, name="questions"),
    path("<str:code>/demand/", demand.volumes, name="demand"),
    path("<str:code>/demand/confirm/", demand.confirm, name="demand_confirm"),
    path("<str:code>/demand/forecast/", demand.forecast, name="forecast"),
    path("<str:code>/weights/", weights.weights, name="weights"),
    path("<str:code>/vendors/", vendors.vendors, name="vendors"),
    path("<str:code>/vendors/<uuid:invitation_id>/remove/", vendors.remove, name="vendor_remove"),
    path("<str:code>/vendors/<uuid:invitation_id>/link/", vendors.link, name="vendor_link"),
    path("<str:code>/vendors/<uuid:invitation_id>/mail/", vendors.mail, name="vendor_mail"),
    path("<str:code>/files/", files.files, name="files"),
    path("<str:code>/files/<uuid:attachment_id>/", files.download, name="file"),
    path("<str:code>/files/<uuid:attachment_id>/remove/", files.remove, name="file_remove"),
    path("<str:code>/publish/", publish.publish, name="publish"),
]
