from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.message_list, name="list"),
    path("messages/<uuid:message>/again/", views.send_again, name="again"),
]
