from django.urls import path

from vendors import views

app_name = "vendors"
urlpatterns = [
    path("", views.vendor_list, name="list"),
    path("new/", views.create, name="create"),
    path("mine/", views.own, name="own"),
    path("<uuid:vendor>/", views.detail, name="detail"),
    path("<uuid:vendor>/edit/", views.edit, name="edit"),
    path("<uuid:vendor>/archive/", views.archive, name="archive"),
    path("<uuid:vendor>/contacts/add/", views.contact_add, name="contact_add"),
    path("<uuid:vendor>/contacts/<uuid:contact>/", views.contact_edit, name="contact_edit"),
    path("<uuid:vendor>/contacts/<uuid:contact>/active/", views.contact_active, name="contact_active"),
    path("<uuid:vendor>/papers/add/", views.paper_add, name="paper_add"),
    path("<uuid:vendor>/papers/<uuid:paper>/", views.paper_edit, name="paper_edit"),
    path("<uuid:vendor>/papers/<uuid:paper>/file/", views.paper_file, name="paper_file"),
    path("<uuid:vendor>/papers/<uuid:paper>/remove/", views.paper_remove, name="paper_remove"),
    path("<uuid:vendor>/references/add/", views.reference_add, name="reference_add"),
    path("<uuid:vendor>/references/<uuid:reference>/", views.reference_edit, name="reference_edit"),
    path(
        "<uuid:vendor>/references/<uuid:reference>/remove/", views.reference_remove, name="reference_remove"
    ),
]
