"""Pages of contracts."""

from django.urls import path

from contracts import views

app_name = "contracts"
urlpatterns = [
    path("", views.contract_list, name="list"),
    path("draft/<str:rfq_code>/", views.draft, name="draft"),
    path("<str:code>/", views.contract, name="contract"),
    path("<str:code>/sign/", views.sign, name="sign"),
    path("<str:code>/break-off/", views.break_off, name="break_off"),
    path("<str:code>/terms/<str:term>/", views.term, name="term"),
]
