"""Personal links of invited vendors."""

from django.urls import path

from rfqs.views import enrol

app_name = "enrol"
urlpatterns = [
    path("<str:token>/", enrol.invitation, name="invitation"),
    path("<str:token>/renew/", enrol.renew, name="renew"),
]
