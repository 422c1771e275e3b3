"""The question set and its versions, for administrators."""

from django.urls import path

from rfqs.views import rulebook

app_name = "rulebook"
ONE = "questions/<str:version>/"
urlpatterns = [
    path("questions/", rulebook.sets, name="sets"),
    path("questions/begin/", rulebook.begin, name="begin"),
    path(f"{ONE}", rulebook.one, name="set"),
    path(f"{ONE}adopt/", rulebook.adopt, name="adopt"),
    path(f"{ONE}discard/", rulebook.discard, name="discard"),
    path(f"{ONE}<int:number>/", rulebook.reword, name="question"),
    path(f"{ONE}<int:number>/field/", rulebook.add, name="field_add"),
    path(f"{ONE}<int:number>/field/remove/", rulebook.remove, name="field_remove"),
]
