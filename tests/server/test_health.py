"""The probes."""


def test_live_answers_without_looking_at_the_database(client):
    assert client.get("/health/live").json() == {"alive": True}
