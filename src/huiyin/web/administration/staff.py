"""Staff: the list, a new colleague, and what can be done for one: posts, a password for
once, leaving.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.organisations import (
    directory,
    signing_in,
    staff_acts,
    staff_reads,
    translated,
)
from huiyin.organisations.directory import Person
from huiyin.organisations.recording import InvalidRegister
from huiyin.organisations.vocabulary import Post
from huiyin.reading import LARGEST, whole_number
from huiyin.web.administration import matters
from huiyin.web.administration.auth import administrator, managed
from huiyin.web.administration.forms import EndForm, PostForm, StaffForm
from huiyin.web.kit import navigation
from huiyin.web.kit.office_request import OfficeRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: a person and their posts in words."""

    person: Person
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A posting in words; ``mine`` says whether the reader manages that organ."""

    id: int
    organ: str
    post: str
    from_date: date
    to_date: date | None
    mine: bool


@require_safe
@administrator
def page(request: OfficeRequest) -> HttpResponse:
    """The staff of the organs that the reader manages, by user name."""
    codes = managed(request)
    organ = request.GET.get("organ", "")
    text = request.GET.get("text", "").strip()[:80]
    after = request.GET.get("after", "")[:150]
    listed = directory.listed(
        on=request.today,
        organs=codes,
        organ=organ if organ in codes else "",
        text=text,
        after=after,
    )
    kept = {
        name: value
        for name, value in (("organ", organ), ("text", text))
        if value
    }
    address = reverse("administration:staff")
    context = {
        "side": navigation.of(request),
        "lines": [Line(person, _posts(person)) for person in listed.people],
        "organs": [(code, translated.organ_name(code)) for code in codes],
        "organ": organ,
        "text": text,
        "first": f"{address}?{urlencode(kept)}" if after else "",
        "next": f"{address}?{urlencode(kept | {'after': listed.next})}"
        if listed.next
        else "",
    }
    return render(request, "administration/staff.html", context)


def _posts(person: Person) -> tuple[str, ...]:
    return tuple(
        f"{translated.organ_name(organ)} · {Post(post).label}"
        for organ, post in person.posts
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def add(request: OfficeRequest) -> HttpResponse:
    """Enter a colleague with their posts; the password for once is shown here and nowhere else.

    422 for what could not be entered.
    """
    codes = managed(request)
    form = StaffForm(
        request.POST or None, organs=codes, initial={"from_date": request.today}
    )
    entered: list[tuple[int, str]] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and form.done(
            lambda: entered.append(
                form.enter(by=request.info.actor, at=request.at)
            )
        )
    ):
        staff, password = entered[0]
        context = {
            "side": navigation.of(request),
            "colleague": staff,
            "username": form.cleaned_data["username"],
        }
        return render(
            request,
            "administration/password.html",
            {**context, "password": password, "new": True},
        )
    context = {"side": navigation.of(request), "form": form}
    return render(
        request,
        "administration/staff_new.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator
def details(request: OfficeRequest, staff: int) -> HttpResponse:
    """One colleague, ``staff`` being the id: posts held, and what can be done; nobody
    changes their own posts.

    404 for somebody whom the reader does not look after; 422 for what could not be
    done.
    """
    codes = managed(request)
    person = _known(request, staff, codes)
    own, problem = person.id == request.info.id, ""
    what = request.POST.get("do", "").partition(":")[0]
    post, end = _forms(request, what, codes)
    in_charge = matters.of(request, person, codes)
    if request.method == "POST" and not own:
        if not person.active and what != "end":
            problem = _(
                "This colleague has left: nothing can be done for them any more."
            )
        elif in_charge.in_the_way(request.POST.get("do", "")):
            problem = matters.first_hand_on()
        elif what == "password":
            return _password(request, person)
        elif done := matters.done(request, person, in_charge) or _done(
            request, person, post, end
        ):
            messages.success(request, done)
            return redirect("administration:staff_one", staff=person.id)
    context = {
        "side": navigation.of(request),
        "person": person,
        "own": own,
        "problem": problem,
        "holdings": _holdings(person, codes),
        "post": post,
        "end": end,
        "in_charge": in_charge,
        "second": signing_in.has_second_factor(person.id),
    }
    return render(
        request,
        "administration/staff_one.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _known(
    request: OfficeRequest, staff: int, codes: tuple[str, ...]
) -> Person:
    person = directory.person(
        min(staff, LARGEST), on=request.today, organs=codes
    )
    if person is None:
        raise Http404
    return person


def _forms(
    request: OfficeRequest, what: str, codes: tuple[str, ...]
) -> tuple[PostForm, EndForm]:
    """The forms of the page; the one that was sent has what was written into it."""
    post = PostForm(
        request.POST if what == "post" else None,
        organs=codes,
        initial={"from_date": request.today},
    )
    end = EndForm(
        request.POST if what == "end" else None,
        initial={"to_date": request.today},
    )
    return post, end


def _done(
    request: OfficeRequest, person: Person, post: PostForm, end: EndForm
) -> str:
    """Do what was sent for a colleague; return what was done, "" where it was nothing."""
    what, _colon, which = request.POST.get("do", "").partition(":")
    if what == "post":
        return _appointed(request, person, post)
    if what == "end":
        return _ended(request, person, which, end)
    return _changed(request, person, what)


def _holdings(person: Person, codes: tuple[str, ...]) -> list[Holding]:
    return [
        Holding(
            id=posting.id,
            organ=translated.organ_name(posting.organ),
            post=str(Post(posting.post).label),
            from_date=posting.from_date,
            to_date=posting.to_date,
            mine=posting.organ in codes and posting.post != Post.SEALED_READER,
        )
        for posting in staff_reads.postings_of(person.id)
    ]


def _password(request: OfficeRequest, person: Person) -> HttpResponse:
    password = signing_in.reset_password(
        staff=person.id, by=request.info.actor, at=request.at
    )
    context = {
        "side": navigation.of(request),
        "colleague": person.id,
        "username": person.username,
        "password": password,
    }
    return render(request, "administration/password.html", context)


def _changed(request: OfficeRequest, person: Person, what: str) -> str:
    """Take a second factor away, or let somebody leave; return what was done, "" when
    it was neither.
    """
    if what == "second":
        signing_in.remove_second_factor(
            staff=person.id, by=request.info.actor, at=request.at
        )
        return _(
            "The second factor was removed. It is set up anew at the next sign-in."
        )
    if what == "close":
        staff_acts.close_staff(
            staff=person.id, by=request.info.actor, at=request.at
        )
        return _("%(name)s can no longer sign in.") % {"name": person.name}
    return ""


def _appointed(request: OfficeRequest, person: Person, post: PostForm) -> str:
    """Enter posts; return what was done, "" with the reason in the form when it cannot be."""
    if post.is_valid() and post.appoint(
        staff=person.id, by=request.info.actor, at=request.at
    ):
        return _("The post is entered.")
    return ""


def _ended(
    request: OfficeRequest, person: Person, which: str, end: EndForm
) -> str:
    """End a post; return what was done, "" with the reason in the form when it cannot be."""
    posting = whole_number(which, 1, LARGEST)
    mine = {
        holding.id
        for holding in _holdings(person, managed(request))
        if holding.mine and holding.to_date is None
    }
    if not end.is_valid():
        return ""
    if posting is None or posting not in mine:
        end.add_error(
            None, _("This post is not there any more. Look at the list above.")
        )
        return ""
    try:
        staff_acts.end_posting(
            posting=posting,
            to_date=end.cleaned_data["to_date"],
            by=request.info.actor,
            at=request.at,
        )
    except InvalidRegister:
        end.add_error(
            "to_date", _("Give a day after the one on which the post began.")
        )
        return ""
    return _("The post has ended.")
