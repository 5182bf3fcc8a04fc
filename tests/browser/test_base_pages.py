"""The pages of the base in a browser: sign-in, refusals, the style guide with every component."""

import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.browser

ROOMS = ("/account/login/", "/account/password/reset/", "/nothing-here")


@pytest.fixture(autouse=True)
def _base_alone(settings):
    settings.ROOT_URLCONF = "tests.web.base_urls"


@pytest.mark.parametrize("address", ROOMS)
@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 320}, {"language": "en-GB"}], ids=str)
def test_nobody_is_kept_out(new_page, axe, picture, address, look):
    page = new_page(**look)
    page.goto(address)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("door", ["", "?officer"])
@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 320}, {"language": "en-GB"}], ids=str)
def test_every_component_can_be_used_by_everyone(new_page, axe, picture, door, look):
    page = new_page(**look)
    page.goto(f"/styleguide{door}")
    page.wait_for_selector("[data-drawn] svg")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    picture(page, f"styleguide{door.replace('?', '-')}-{'-'.join(f'{k}-{v}' for k, v in look.items()) or 'plain'}")


def test_a_chart_speaks_without_a_script(new_page):
    page = new_page(scripts=False)
    page.goto("/styleguide")
    assert page.get_by_role("cell", name="14").first.is_visible()
    assert not page.locator("#by-organ").is_visible()


def test_the_language_can_be_chosen_and_stays(browser_page):
    browser_page.goto("/account/login/")
    assert browser_page.locator("html").get_attribute("lang") == "zh-Hans"
    browser_page.get_by_role("button", name="English").click()
    assert browser_page.get_by_role("heading", name="Staff sign-in").is_visible()
    browser_page.goto("/account/password/reset/")
    assert browser_page.locator("html").get_attribute("lang") == "en"


def test_signing_in_with_keys_only_and_out_again(browser_page, live_server):
    get_user_model().objects.create_user(username="wang", password="a-long-enough-one", name="王")
    browser_page.goto("/account/password/change/")
    browser_page.keyboard.press("Tab")
    assert browser_page.locator(":focus").get_attribute("href") == "#main-content"
    browser_page.get_by_label("用户名").focus()
    browser_page.keyboard.type("wang")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.type("a-long-enough-one")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(lambda url: "/login/" not in url)
    assert browser_page.get_by_role("heading", level=1).inner_text() == "修改密码"


OWN_PAGES = ("/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/logout/")


@pytest.mark.parametrize("look", [{}, {"dark": True, "width": 390}, {"language": "en-GB"}], ids=str)
def test_ones_own_account_keeps_nobody_out(new_page, axe, picture, look):
    get_user_model().objects.create_user(username="wang", password="a-long-enough-one", name="王")
    page = new_page(**look)
    page.goto(f"/account/login/?next={OWN_PAGES[0]}")
    page.locator("#id_login").fill("wang")
    page.locator("#id_password").fill("a-long-enough-one")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    for address in OWN_PAGES:
        page.goto(address)
        if "reauthenticate" in page.url:
            page.locator("input[type=password]").fill("a-long-enough-one")
            page.locator("main button[type=submit]").first.click()
            page.wait_for_url(lambda url: "reauthenticate" not in url)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        picture(page, f"account{address.replace('/', '-')}{'-'.join(map(str, look.values()))}")
