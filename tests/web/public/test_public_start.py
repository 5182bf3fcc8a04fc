"""The first pages: what happens with the days of the law in force, rights with
articles, the drawing, no office.
"""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_start_page_takes_its_days_from_the_law_in_force(citizen: Client) -> None:
    page = citizen.get("/").content.decode()
    assert "件件有着落" in page
    assert "自收到之日起15日内" in page
    assert "自受理之日起60日内" in page
    assert "信访工作条例第34条" in page
    assert "区信访局" in page


def test_the_start_page_in_english(english: Client) -> None:
    page = english.get("/").content.decode()
    assert "Every matter has someone responsible" in page
    assert "within 60 days of the day accepted" in page
    assert "Regulations on Petition Work (2022), Article 34" in page


def test_an_older_day_has_older_law(citizen: Client, at) -> None:
    at("2010-03-01")
    page = citizen.get("/").content.decode()
    assert "信访条例第33条" in page
    assert "信访工作条例" not in page


@pytest.mark.parametrize(
    "address", ["/", "/rights", "/procedure", "/results", "/file/kind", "/file/all", "/follow", "/receipt"]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_has_title_skip_link_one_heading_and_language_switch(
    citizen: Client, address: str, language: str
) -> None:
    citizen.cookies["huiyin_language"] = language
    response = citizen.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert "<title>" in page
    assert "– 区信访局</title>" in page or "– District Petition Office</title>" in page
    assert 'href="#main-content"' in page
    assert f'name="next" value="{address}"' in page


def test_the_law_that_the_office_works_by_is_published(citizen: Client) -> None:
    """Art 18: the rules on petitions, and the laws in which the other ways stand."""
    page = citizen.get("/rights").content.decode()
    listed = page.partition("本机关办理信访事项所依据的法规")[2].partition("</ul>")[0]
    for law in ("信访工作条例", "行政复议法", "行政诉讼法", "劳动争议调解仲裁法"):
        assert law in listed


def test_rights_name_articles_and_mark_what_is_not_the_text_of_the_law(citizen: Client) -> None:
    page = citizen.get("/rights").content.decode()
    assert "请求复查" in page
    assert "自收到书面答复之日起30日内" in page
    assert "信访工作条例第35条" in page
    assert "未核实" in page
    assert "行政复议" in page


def test_the_procedure_is_drawn_and_listed(citizen: Client) -> None:
    page = citizen.get("/procedure").content.decode()
    assert "<svg" in page
    assert "书面告知" in page


@pytest.mark.parametrize("address", ["/", "/file/kind", "/file/all", "/follow"])
def test_without_an_office_the_pages_say_so(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 503
    assert "尚未" in response.content.decode()
