"""The other end of the wire: browsers without a screen, on kept connections, with
cookies and CSRF tokens.
"""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "/file/all"
SIGN_IN = "/account/login/"
PETITION = {
    "category": "appeal",
    "title": "小区楼道长期堆放杂物",
    "text": "小区楼道里堆放旧家具和电动车，物业说管不了，邻居多次劝说也没有结果。老人小孩上下楼很不方便。" * 3,
    "claim_1": "要求限期清理",
    "claim_2": "要求公示公共收益",
    "topic": "housing-management",
    "area": "lanbin-1",
    "who": "named",
    "name": "林知远",
    "phone": "13800000000",
    "address": "澜滨街道澜庭苑1号楼",
    "together": "alone",
}


class Unexpected(Exception):
    """The server answered something else than it should."""


@dataclass(slots=True)
class Browser:
    """One connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None
    csrf: str = ""

    def request(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Send a request; returns status, body and the address that a redirect names."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, text, answer.headers.get("Location", "")

    def page(self, path: str) -> str:
        """The body of a page, which must be there."""
        status, text, _ = self.request("GET", path)
        if status != 200:
            raise Unexpected(f"GET {path}: {status}")
        return text

    def visit(self, path: str) -> str:
        """The same of a page with a form, whose CSRF token is kept."""
        text = self.page(path)
        found = TOKEN.search(text)
        if found is None:
            raise Unexpected(f"GET {path}: no CSRF token")
        self.csrf = found[1]
        return text

    def token(self, path: str) -> str:
        """The CSRF token of the form on a page."""
        self.visit(path)
        return self.csrf

    def submit(self, path: str, form: dict[str, str], *, to: str = "") -> str:
        """Send a form, which must lead on, to an address that ends in ``to``; returns it."""
        status, text, place = self.request("POST", path, {"csrfmiddlewaretoken": self.csrf, **form})
        if status != 302 or not place.endswith(to):
            raise Unexpected(f"POST {path}: {status} {place} {_errors(text)}")
        return place

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as a member of staff."""
        self.visit(SIGN_IN)
        self.submit(SIGN_IN, {"login": username, "password": password})
        self.csrf = self.cookies["csrftoken"]

    def file(self) -> None:
        """File a petition by the form on one page; a new one each time."""
        self.submit(FORM, {**PETITION, "token": uuid4().hex}, to="/receipt")


def look_at(browser: Browser, path: str) -> None:
    """Ask for a page, which must be there."""
    browser.page(path)


def _errors(text: str) -> str:
    return " / ".join(re.findall(r"error-message[^>]*>(.*?)</", text, re.DOTALL))[:300]
