from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.profile, name="profile"),
    path("me/sign-out-others/", views.sign_out_others, name="sign_out_others"),
    path("settings/", views.organisation, name="organisation"),
    path("staff/", views.staff, name="staff"),
    path("staff/invite/", views.staff_invite, name="staff_invite"),
    path("staff/invitations/<uuid:staff_invitation>/reissue/", views.staff_reissue, name="staff_reissue"),
    path("staff/invitations/<uuid:staff_invitation>/revoke/", views.staff_revoke, name="staff_revoke"),
    path("staff/<uuid:person>/", views.staff_member, name="staff_member"),
    path("staff/<uuid:person>/active/", views.staff_active, name="staff_active"),
    path("join/<str:token>/", views.join, name="join"),
]
