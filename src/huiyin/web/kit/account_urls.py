"""The addresses of sign-in that are used, one by one: nothing of allauth is reachable
that no page leads to.

No sign-up, no mail addresses, no links in mails: accounts are made, and passwords
given, by the administrator.
"""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect.urls import (
    urlpatterns as openid_connect,
)
from django.conf import settings
from django.urls import include, path

from huiyin.web.kit import accounts

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path(
        "reauthenticate/", account.reauthenticate, name="account_reauthenticate"
    ),
    path(
        "password/change/",
        account.password_change,
        name="account_change_password",
    ),
    path("password/reset/", accounts.forgotten, name="account_reset_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]

if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += [
        path(
            "3rdparty/login/cancelled/",
            social.login_cancelled,
            name="socialaccount_login_cancelled",
        ),
        path(
            "3rdparty/login/error/",
            social.login_error,
            name="socialaccount_login_error",
        ),
        path("3rdparty/signup/", social.signup, name="socialaccount_signup"),
        path("3rdparty/", social.connections, name="socialaccount_connections"),
        *openid_connect,
    ]
