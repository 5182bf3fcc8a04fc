"""How staff sign in: accounts are made by an administrator, never by oneself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.organisations import staff_reads
from huiyin.web.kit import addresses, clock, proving, sign_in


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is not typed
    """Accounts of staff by name and password; who is signed in is read together with
    the posts that they hold today.
    """

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The account of a session; None where its owner has left. One query."""
        return staff_reads.account(int(user_id), clock.today())


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's rules for accounts, narrowed."""

    # Allauth's signature
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Whether somebody may make themselves an account: nobody, because an account
        is a posting, and postings are acts of the administrator.
        """
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether one is led on to an address after signing in: never to one that
        cannot be read ("http://[::1"), which allauth would answer with a fault.
        """
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The one address that every limit counts by."""
        return addresses.client(request)

    def pre_authenticate(
        self, request: HttpRequest, **credentials: Any
    ) -> None:
        """Before a password is looked at: ImmediateHttpResponse with the refusal where
        this name may not be tried from here now. Replaces allauth's own count, which
        knows names by their spelling.
        """
        refused = sign_in.refusal(request, credentials)
        if refused is not None:
            raise ImmediateHttpResponse(refused)

    def is_reauthentication_required(self, app: str) -> bool:  # noqa: ARG002  # allauth's signature
        """Whether somebody proves again who they are before the second factor is
        changed: unless this session has done so a short while ago.
        """
        return not proving.recently(context.request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Look at a password; a right one does not count as a try."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            sign_in.succeeded(request, credentials)
        return user

    def authentication_failed(
        self, request: HttpRequest, **credentials: Any
    ) -> None:
        """After a wrong password."""
        sign_in.failed(request, credentials)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's rules for identity providers, narrowed."""

    def is_open_for_signup(
        self,
        request: HttpRequest,  # noqa: ARG002  # allauth's signature
        sociallogin: object,  # noqa: ARG002  # allauth's signature
    ) -> bool:
        """Whether a provider's identity makes an account: never, it is connected to an
        existing one after signing in to that.
        """
        return False


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who can set a new password."""
    return render(request, "account/forgotten.html")
