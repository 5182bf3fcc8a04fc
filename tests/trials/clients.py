"""Citizens and officers who note down what the server acknowledged, and go on when it is gone."""

from __future__ import annotations

import hashlib
import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.clients import FORM, Browser, Unexpected
from tests.fuzz import pages
from tests.trials.inside import PASSWORD

GONE = (OSError, http.client.HTTPException)
TEXT = "小区楼道里堆放旧家具和电动车，物业说管不了，邻居多次劝说也没有结果。"


@dataclass(frozen=True)
class Filed:
    """A petition that the server acknowledged: its title, which nobody else uses, and
    the digest of its file.
    """

    title: str
    digest: str


class Client(Browser):
    """A browser that can send files, and that opens its connection anew after it broke."""

    def send(self, path: str, fields: dict[str, str], file: bytes | None = None) -> tuple[int, str, str]:
        """Send a form, with a file where there is one: status, body, the address that a
        redirect names.
        """
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = b"".join(
            f'--trial\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        )
        if file is not None:
            head = 'Content-Disposition: form-data; name="files"; filename="a.txt"\r\nContent-Type: text/plain'
            body += f"--trial\r\n{head}\r\n\r\n".encode() + file + b"\r\n"
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "multipart/form-data; boundary=trial",
            "Referer": f"http://127.0.0.1:{self.port}/",
        }
        self.connection.request("POST", path, body=body + b"--trial--\r\n", headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Location", "")

    def close(self) -> None:
        """Forget the connection."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def petition(csrf: str, title: str, token: str = "") -> dict[str, str]:
    """A petition on one page."""
    return {
        "csrfmiddlewaretoken": csrf,
        "token": token or uuid4().hex,
        "category": "appeal",
        "title": title,
        "text": TEXT * 3,
        "claim_1": "要求限期清理",
        "topic": "housing",
        "area": "quandong-1",
        "who": "named",
        "name": "林知远",
        "phone": "13800000000",
        "address": "澜庭苑1号楼",
        "together": "alone",
    }


def act_form(officer: Browser, case_id: str, step: str = "") -> tuple[str, dict[str, str]] | None:
    """The first act that a matter's page offers, filled in as simply as it can be: its
    address and its fields.
    """
    offered = [one for one in pages.links(officer.page(f"/office/case/{case_id}")) if f"{case_id}/act/" in one]
    offered = [one for one in offered if one.rpartition("/")[2] == step] if step else offered
    for address in offered[:1]:
        for form in pages.forms(officer.page(address), address):
            if "as_of" in form.fields:
                return address, _answers(form)
    return None


def _answers(form: pages.Form) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, one in form.fields.items():
        choices = [choice for choice in one.choices if choice]
        if one.kind not in {"file", "checkbox"}:
            words = "经查属实，已办理。" if one.kind == "textarea" else ""
            given[name] = one.value or ("appeal" if "appeal" in choices else (choices or [words])[0])
    return given | {"do": "confirm"}


@dataclass
class Load:
    """Clients that work until told to stop; what they were acknowledged, and every
    answer by status.
    """

    port: int
    citizens: int = 3
    officers: int = 1
    files: bool = True
    filed: list[Filed] = field(default_factory=list)
    acted: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    wordless: Counter[str] = field(default_factory=Counter)
    """Refused filings whose page does not have the words again that were sent."""
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    last: float = 0.0

    def start(self) -> None:
        """Begin."""
        self.threads = [threading.Thread(target=self._files, daemon=True) for _ in range(self.citizens)]
        self.threads += [threading.Thread(target=self._acts, args=(n + 1,), daemon=True) for n in range(self.officers)]
        for one in self.threads:
            one.start()

    def stop(self) -> None:
        """End; each finishes what it waits for."""
        self.stopped.set()
        for one in self.threads:
            one.join(90)

    def _files(self) -> None:
        client, csrf = Client(self.port), ""
        while not self.stopped.is_set():
            try:
                csrf = csrf or client.token(FORM)
                self._file_one(client, csrf)
            except (*GONE, Unexpected):
                client.close()
                time.sleep(0.1)
        client.close()

    def _file_one(self, client: Client, csrf: str) -> None:
        title = f"楼道杂物{uuid4().hex}"
        body = (
            random.randbytes(random.randrange(200, 60_000)).hex().encode()  # noqa: S311
            if self.files
            else None
        )
        status, page, to = client.send(FORM, petition(csrf, title), body)
        self.statuses[status] += 1
        if status == 302 and to == "/receipt":
            self.filed.append(Filed(title, hashlib.sha256(body).hexdigest() if body else ""))
            self.last = time.monotonic()
        else:
            heading = page.partition("<h1")[2].partition(">")[2].partition("<")[0].strip()
            self.said[f"{status} {heading}"] += 1
            if title not in page or TEXT not in page:
                self.wordless[f"{status} {heading}"] += 1
            time.sleep(0.05)

    def _acts(self, number: int) -> None:
        client, inside = Client(self.port), False
        while not self.stopped.is_set():
            try:
                if not inside:
                    client.cookies.clear()
                    client.sign_in(f"officer{number}", PASSWORD)
                    inside = True
                self._act_one(client)
            except Unexpected:
                inside = False
                time.sleep(0.2)
            except GONE:
                client.close()
                time.sleep(0.1)
        client.close()

    def _act_one(self, client: Client) -> None:
        linked = pages.links(client.page("/office/"))
        cases = [one.split("/")[3] for one in linked if one.startswith("/office/case/")]
        if not cases:
            time.sleep(0.2)
            return
        case_id = random.choice(cases)  # noqa: S311 - no secret
        found = act_form(client, case_id)
        if found is None:
            return
        status, _page, _to = client.send(*found)
        self.statuses[status] += 1
        self.acted[case_id] += status == 302


def judged(load: Load, known: dict[str, Any]) -> dict[str, int]:
    """What was acknowledged, and how much of it is not there: matters, their files,
    acts; and what is there twice.
    """
    events = {one["id"]: one["events"] for same in known.values() for one in same}
    lost = [one for one in load.filed if one.title not in known]
    there = [one for one in load.filed if one.title in known]
    return {
        "acknowledged": len(load.filed),
        "lost": len(lost),
        "files lost": sum(bool(one.digest) and one.digest not in known[one.title][0]["files"] for one in there),
        "twice": sum(len(same) > 1 for same in known.values()),
        "acts acknowledged": sum(load.acted.values()),
        "acts lost": sum(max(0, acts - max(0, events.get(case, 0) - 1)) for case, acts in load.acted.items()),
        "answers of 500": load.statuses[500],
    }
