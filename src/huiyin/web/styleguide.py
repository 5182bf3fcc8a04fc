"""Every component on one page, for those who build pages. Only there when HUIYIN_DEBUG is set."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """Show the components."""
    return render(request, "huiyin/styleguide.html")
