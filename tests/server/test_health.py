"""The probes."""

import pytest
from django.db.migrations.recorder import MigrationRecorder


def test_live_answers_without_looking_at_the_database(client):
    assert client.get("/health/live").json() == {"alive": True}


@pytest.mark.django_db
def test_ready_when_database_storage_and_migrations_are_well(client):
    response = client.get("/health/ready")
    assert response.status_code == 200, response.content


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    assert client.get("/health/ready").status_code == 500


@pytest.mark.django_db
def test_asking_writes_nothing(client, settings):
    def everything():
        return {
            path: path.stat().st_mtime_ns for path in settings.HUIYIN_DATA_DIR.rglob("*") if "sqlite" not in path.name
        }

    client.get("/health/ready")
    before = everything()
    for _ in range(3):
        assert client.get("/health/ready").status_code == 200
    assert everything() == before


@pytest.mark.django_db
def test_not_ready_where_attachments_cannot_be_written(client, monkeypatch):
    monkeypatch.setattr("huiyin.server.health.os.access", lambda *_: False)
    assert client.get("/health/ready").status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["text/html;q=²", "text/plain", "application/rss+xml", ";;q=,", "a/b;q=nan", ""])
@pytest.mark.parametrize("query", ["", "?format=atom", "?format=text"])
def test_what_a_probe_accepts_changes_nothing(client, accept, query):
    """Found by the fuzzer: a weight that is no number was answered with a fault."""
    response = client.get(f"/health/ready{query}", headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["Migrations()"] == "OK"
