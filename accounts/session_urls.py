"""Signing in and out by allauth, and the own account; nothing else of allauth is reachable."""

from allauth.account import views
from django.urls import path

from accounts.views import own

urlpatterns = [
    path("", own.own_account, name="account_own"),
    path("login/", views.login, name="account_login"),
    path("logout/", own.SignOut.as_view(), name="account_logout"),
    path("password/", own.change_password, name="account_change_password"),
    path("sessions/end/", own.end_other_sessions, name="account_end_sessions"),
]
