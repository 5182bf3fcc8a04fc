"""The proxies' files that we hand out: their programs accept them, and the server
behind knows who asks.
"""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.plugins.serving import ROOT, Serving, free_port, installation, started

__all__ = ["installation"]
HOW_TO = ROOT / "docs" / "how-to"


def program(name: str) -> str:
    """The program, installed where that is possible; a test that cannot have it fails in CI."""
    if shutil.which(name) is None:
        subprocess.run(  # noqa: S603  # our own
            [ROOT / "scripts" / "need.sh", name], check=False, capture_output=True
        )
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


def certificate(folder: Path) -> None:
    """A key and a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture
def behind(installation: dict[str, str]) -> Iterator[Serving]:
    """A server as the how-to starts it: behind one proxy that ends TLS."""
    said = {"HUIYIN_PROXIES": "1", "HUIYIN_HTTPS": "1", "HUIYIN_SIGN_IN_ATTEMPTS": "3"}
    running = started({**installation, **said})
    yield running
    running.process.terminate()
    running.process.wait(20)


def nginx_files(folder: Path, port: int, behind_port: int) -> Path:
    """Our file with its ports, names and folders moved here, inside a main file."""
    certificate(folder)
    ours = (HOW_TO / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in {
        "/etc/ssl/huiyin/": f"{folder}/",
        "127.0.0.1:8000": f"127.0.0.1:{behind_port}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "petitions.example.gov.cn": "localhost",
    }.items():
        ours = ours.replace(shipped, here)
    ours = re.sub(r"\n    listen \[::\]:\S+( ssl)?;", "", ours)
    (folder / "huiyin.conf").write_text(ours, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"  {one}_temp_path {folder}/{one};\n" for one in kinds)
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\n"
        f"http {{\n{places}  include {folder}/huiyin.conf;\n}}\n"
    )
    return main


def test_caddy_accepts_its_file(tmp_path):
    command = [program("caddy"), "validate", "--adapter", "caddyfile", "--config", str(HOW_TO / "Caddyfile")]
    checked = subprocess.run(  # noqa: S603  # the program
        command, check=False, capture_output=True, text=True, cwd=tmp_path
    )
    assert checked.returncode == 0, checked.stderr
    assert "Valid configuration" in checked.stdout + checked.stderr


def opened() -> urllib.request.OpenerDirector:
    """A browser of its own."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    cookies = urllib.request.HTTPCookieProcessor(CookieJar())
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), cookies)


def wrong_password(address: str, claimed: str) -> int:
    """Try to sign in with a wrong password, claiming to come from an address."""
    browser = opened()
    page = browser.open(f"{address}/account/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": "admin", "password": "wrong"}
    asked = urllib.request.Request(  # noqa: S310  # https
        f"{address}/account/login/", urllib.parse.urlencode(form).encode()
    )
    asked.add_header("Referer", f"{address}/account/login/")
    asked.add_header("X-Forwarded-For", claimed)
    try:
        return int(browser.open(asked).status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_nginx_accepts_its_file_and_nobody_claims_another_address(tmp_path, behind):
    port = free_port()
    main = nginx_files(tmp_path, port, behind.port)
    command = [program("nginx"), "-c", str(main), "-p", str(tmp_path)]
    checked = subprocess.run(  # noqa: S603  # the program
        [*command, "-t"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603  # the program
    try:
        address = f"https://localhost:{port}"
        answer = _when_there(address)
        assert answer.status == 200
        assert answer.headers.get("Server", "nginx") == "nginx", "without a version"
        page = opened().open(f"{address}/account/login/")
        cookies = page.headers.get_all("Set-Cookie")
        assert cookies, "the form's token"
        for cookie in cookies:
            assert cookie.startswith("__Host-"), "taken from this very host over TLS alone"
            assert {"secure", "path=/", "httponly"} <= {part.strip().lower() for part in cookie.split(";")}
            assert "domain=" not in cookie.lower()
        assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
        statuses = [wrong_password(address, f"203.0.113.{n}") for n in range(4)]
        assert statuses[-1] == 429, "whatever they claim, they are one address"
    finally:
        running.terminate()
        running.wait(10)


def _when_there(address: str):
    for _ in range(100):
        try:
            return opened().open(address)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx did not start")
