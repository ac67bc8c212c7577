"""The ruler itself: what contrast.py measures, against ratios that are known."""

import pytest
from contrast import assert_read_from_afar, contrasts

pytestmark = pytest.mark.browser

PAGE = """
<body style="background: white; font-size: 20px">
  <p style="color: black">black</p>
  <p style="color: #767676">grey</p>
  <div style="opacity: 0.5"><p style="color: black">faded</p></div>
  <div style="background: #1b222c"><p style="color: #eef2f6; background: transparent">dark</p></div>
  <div style="background: rgb(0 0 0 / 50%)"><p style="color: white">veil</p></div>
  <p></p>
</body>
"""


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.set_content(PAGE)
    yield page
    page.close()


def test_ratios_are_those_of_the_standard(page):
    measured = {each.text: each.ratio for each in contrasts(page.locator("p"))}
    # #767676 is the palest grey of 4.5 on white; half of black over white is #808080, as is white
    # under a half black veil, and #808080 stands at 3.95 to white.
    known = {"black": 21.0, "grey": 4.54, "faded": 3.95, "dark": 14.23, "veil": 3.95}
    assert measured == pytest.approx(known, abs=0.06)  # a screen has 256 steps


def test_what_is_pale_small_or_missing_is_refused(page):
    assert_read_from_afar(page.get_by_text("black"), size=20)
    with pytest.raises(AssertionError, match="grey"):
        assert_read_from_afar(page.get_by_text("grey"))
    with pytest.raises(AssertionError, match="black"):
        assert_read_from_afar(page.get_by_text("black"), size=24)
    with pytest.raises(AssertionError, match="nothing to read"):
        assert_read_from_afar(page.get_by_text("nowhere"))
