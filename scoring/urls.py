"""The pages of an RFQ after its deadline."""

from django.urls import path

from scoring.views import files

app_name = "scoring"
ONE = "rfqs/<str:code>/"

urlpatterns = [
    path(f"{ONE}answers/files/<uuid:file_id>/", files.file, name="file"),
]
