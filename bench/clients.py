"""The other end of the wire: browsers without a screen, on kept connections, with
cookies and CSRF tokens.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "/file/all"
SIGN_IN = "/account/login/"


class Unexpected(Exception):
    """The server answered something else than it should."""


@dataclass(slots=True)
class Browser:
    """One connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Send a request; returns status, body and the address that a redirect names."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
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

    def token(self, path: str) -> str:
        """The CSRF token of the form on a page."""
        found = TOKEN.search(self.page(path))
        if found is None:
            raise Unexpected(f"GET {path}: no CSRF token")
        return found[1]

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as a member of staff."""
        form = {"csrfmiddlewaretoken": self.token(SIGN_IN), "login": username, "password": password}
        status, _, _ = self.request("POST", SIGN_IN, form)
        if status != 302:
            raise Unexpected(f"sign-in as {username}: {status}")

    def file(self, csrf: str) -> None:
        """File a petition by the form on one page; a new one each time."""
        form = {
            "csrfmiddlewaretoken": csrf,
            "token": uuid4().hex,
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
        status, text, to = self.request("POST", FORM, form)
        if status != 302 or not to.endswith("/receipt"):
            raise Unexpected(f"filing: {status} {to} {_errors(text)}")


def _errors(text: str) -> str:
    return " / ".join(re.findall(r"error-message[^>]*>(.*?)</", text, re.DOTALL))[:300]


def filings(port: int, *, seconds: float, threads: int, with_form: bool) -> float:
    """Petitions filed a second by so many clients; ``with_form`` fetches the form anew
    before each.
    """
    filed = [0] * threads
    failures: list[BaseException] = []
    start = time.perf_counter()

    def work(n: int) -> None:
        try:
            browser = Browser(port)
            csrf = browser.token(FORM)
            while time.perf_counter() - start < seconds:
                browser.file(browser.token(FORM) if with_form else csrf)
                filed[n] += 1
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            failures.append(error)

    clients = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if failures:
        raise failures[0]
    return round(sum(filed) / (time.perf_counter() - start), 1)


def timed(browser: Browser, paths: list[str]) -> list[float]:
    """Seconds for each page, one request after the other."""
    found = []
    for path in paths:
        start = time.perf_counter()
        browser.page(path)
        found.append(time.perf_counter() - start)
    return found
