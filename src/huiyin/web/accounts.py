"""How staff sign in: accounts are made by an administrator, never by oneself."""

from collections.abc import Mapping

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's rules for accounts, narrowed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Refuse: an account is a posting, and postings are acts of the administrator."""
        return False


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's rules for identity providers, narrowed."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:  # noqa: ARG002  # the same
        """Refuse: a provider's identity is connected to an existing account after signing in to it."""
        return False


def name_tried(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the user name of an attempt to sign in, wherever allauth carries it: attempts are counted by it."""
    given = credentials or {}
    return str(given.get("username") or given.get("login") or request.POST.get("login", ""))


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who can set a new password."""
    return render(request, "account/forgotten.html")
