"""Settings: what the environment says is what Django gets."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def read(*names: str, **environment: str):
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DATABASE_"))}
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM, *names],
        env={
            **keep,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "huiyin.server.settings",
            "HUIYIN_DATA_DIR": "nowhere",
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_sqlite_in_the_data_directory_is_the_default_and_durable():
    database = read("DATABASES")["DATABASES"]["default"]
    assert database["NAME"].endswith("nowhere/huiyin.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_by_its_address():
    database = read("DATABASES", DATABASE_URL="postgres://u:p@db:5433/office")["DATABASES"]["default"]
    assert (database["ENGINE"].rpartition(".")[2], database["HOST"], database["PORT"]) == ("postgresql", "db", 5433)


def test_https_makes_cookies_secure():
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    cookies = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    over_tls, plain = read(*names, *cookies, HUIYIN_HTTPS="1"), read(*names, *cookies)
    assert {over_tls[name] for name in names} == {True}
    assert {plain[name] for name in names} == {False}
    assert [over_tls[name] for name in cookies] == ["__Host-sessionid", "__Host-csrftoken"]
    assert [plain[name] for name in cookies] == ["sessionid", "csrftoken"]


def test_a_language_by_any_of_its_names():
    named = {name: read("LANGUAGE_CODE", HUIYIN_LANGUAGE=name)["LANGUAGE_CODE"] for name in ("zh", "zh-hans", "en")}
    assert named == {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en"}
    assert read("LANGUAGE_CODE")["LANGUAGE_CODE"] == "zh-hans"


def test_the_content_policy_allows_nothing_inline():
    policy = json.dumps(read("CONTENT_SECURITY_POLICY"))
    assert "unsafe" not in policy
    assert "*" not in policy


def test_attachments_go_to_a_bucket_when_one_is_named():
    storage = read("STORAGES", HUIYIN_S3_BUCKET="matters", HUIYIN_S3_ENDPOINT="https://s3.example")["STORAGES"][
        "default"
    ]
    assert storage["OPTIONS"]["bucket_name"] == "matters"
    assert storage["OPTIONS"]["default_acl"] is None


def test_an_identity_provider_is_offered_when_it_is_named():
    assert read("SOCIALACCOUNT_PROVIDERS")["SOCIALACCOUNT_PROVIDERS"] == {}
    found = read("SOCIALACCOUNT_PROVIDERS", HUIYIN_OIDC_CLIENT_ID="huiyin")["SOCIALACCOUNT_PROVIDERS"]
    assert found["openid_connect"]["APPS"][0]["client_id"] == "huiyin"


def test_sqlite_really_runs_with_these_settings():
    program = (
        "import django; django.setup(); from django.db import connection; c = connection.cursor();"
        "print([c.execute(f'PRAGMA {p}').fetchone()[0] for p in ('journal_mode', "
        "'synchronous', 'foreign_keys')])"
    )
    keep = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program],
        env={**keep, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "huiyin.server.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "['wal', 2, 1]"
