"""Words are put back into any form, and nothing else of the page changes."""

from huiyin.web.kit.kept.filling import fill

PAGE = """<!DOCTYPE html><html><body><main>
<form method="post" action="/language/"><input type="hidden" name="next" value="/x"><button>x</button></form>
<form method="get"><input name="text" value="filter"></form>
<form method="post" class="a">
<input type="hidden" name="csrfmiddlewaretoken" value="fresh"><input type="hidden" name="draft" value="new">
<input type="hidden" name="seen" value="digest">
<input type="text" name="title" value="" maxlength="80" required>
<textarea name="text" rows="5">
old</textarea>
<input type="radio" name="kind" value="a" checked><input type="radio" name="kind" value="b">
<input type="checkbox" name="read_back"><input type="checkbox" name="case" value="1" checked>
<select name="to"><option value="">-</option><option value="x" selected>X</option><option value="y">Y</option></select>
<input type="password" name="secret"><input type="file" name="files">
</form></main></body></html>"""


def test_every_kind_of_control_is_filled() -> None:
    fields = (
        ("draft", "old"),
        ("seen", "stale"),
        ("title", '夜间"施工" & <噪声>'),
        ("text", "第一行\r\n</textarea><script>alert(1)</script>"),
        ("kind", "b"),
        ("read_back", "on"),
        ("to", "y"),
        ("secret", "hidden"),
        ("claim_7", "没有地方放的话"),
    )
    page, left = fill(PAGE, fields)
    assert 'value="夜间&quot;施工&quot; &amp; &lt;噪声&gt;"' in page
    assert "第一行\r\n&lt;/textarea&gt;&lt;script&gt;" in page
    assert "<script>" not in page
    assert '<input type="radio" name="kind" value="a">' in page
    assert '<input type="radio" name="kind" value="b" checked>' in page
    assert '<input type="checkbox" name="read_back" checked>' in page
    assert '<input type="checkbox" name="case" value="1">' in page, "what was unticked stays unticked"
    assert '<option value="x">' in page
    assert '<option value="y" selected>' in page
    assert 'name="draft" value="old"' in page
    assert 'name="seen" value="digest"' in page, "what the page says itself is not turned back"
    assert 'name="csrfmiddlewaretoken" value="fresh"' in page
    assert "hidden" not in page.replace('type="hidden"', "")
    assert left == (("seen", "stale"), ("secret", "hidden"), ("claim_7", "没有地方放的话"))


def test_a_page_without_such_a_form_stays_as_it_is() -> None:
    assert fill("<main><p>周明</p></main>", (("text", "话"),)) == ("<main><p>周明</p></main>", (("text", "话"),))


def test_the_form_that_asks_for_most_of_it_is_filled() -> None:
    page = '<form method="post"><input name="a"></form><form method="post"><input name="a"><input name="b"></form>'
    filled, left = fill(page, (("a", "1"), ("b", "2")))
    assert filled == (
        '<form method="post"><input name="a"></form>'
        '<form method="post"><input name="a" value="1"><input name="b" value="2"></form>'
    )
    assert left == ()


def test_fields_that_come_several_times_keep_their_order() -> None:
    page = '<form method="post"><input name="a"><input name="a"></form>'
    filled, _left = fill(page, (("a", "1"), ("a", "2")))
    assert filled == '<form method="post"><input name="a" value="1"><input name="a" value="2"></form>'
