"""The colours of both themes: told apart by everyone, read from afar, and the same everywhere."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from funnel.ui.charts.look import DARK, LIGHT

ROOT = Path(__file__).parents[1]
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
CHARTS = {"light": LIGHT, "dark": DARK}
STYLES = (ROOT / "funnel" / "ui" / "assets" / "frame.css").read_text("utf-8")
PAIRS = dict(re.findall(r"--([a-z-]+): light-dark\((#\w{6}, #\w{6})\)", STYLES))

# What people see who lack one kind of cone, on linear RGB: Machado, Oliveira and Fernandes (2009),
# 'A Physiologically-based Model for Simulation of Color Vision Deficiency', severity 1.0.
SEEN_BY = {
    "everyone": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)  # sRGB, D65


def linear(colour: str) -> np.ndarray:
    shares = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    share = TO_XYZ @ np.clip(rgb, 0, 1) / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def css(name: str, theme: str) -> str:
    return PAIRS[name].split(", ")[theme == "dark"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_colour_is_one_colour_in_themes_styles_and_charts(theme):
    told, drawn = THEMES[theme], CHARTS[theme]
    assert {
        name: css(name, theme) for name in ("card", "page", "ink", "quiet", "line", "blue")
    } == {
        "card": told["backgroundColor"],
        "page": told["secondaryBackgroundColor"],
        "ink": told["textColor"],
        "quiet": told["grayTextColor"],
        "line": told["borderColor"],
        "blue": told["primaryColor"],
    }
    assert [css(name, theme) for name in ("mark", "mark-ink", "mark-pale")] == [
        told["orangeColor"], told["orangeTextColor"], told["orangeBackgroundColor"],
    ]  # fmt: skip
    assert (drawn.ink, drawn.blue, drawn.line) == (
        told["textColor"], told["blueColor"], told["borderColor"],
    )  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_and_marks_stand_out_from_what_they_lie_on(theme):
    for paper in ("page", "card"):
        under = css(paper, theme)
        assert contrast(css("ink", theme), under) >= 12
        assert contrast(css("quiet", theme), under) >= 4.5
        assert contrast(css("edge", theme), under) >= 3
        assert contrast(css("mark", theme), under) >= 3
    for text in ("ink", "mark-ink"):
        assert contrast(css(text, theme), css("mark-pale", theme)) >= 7
    drawn = CHARTS[theme]
    for colour in (drawn.blue, drawn.pale, drawn.grey):
        assert contrast(colour, css("card", theme)) >= 3


@pytest.mark.parametrize("kind", SEEN_BY)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_told_apart_without_one_kind_of_cone(theme, kind):
    drawn, sees = CHARTS[theme], SEEN_BY[kind]
    colours = {"mark": css("mark", theme), "blue": drawn.blue, "grey": drawn.grey}
    seen = {name: lab(sees @ linear(colour)) for name, colour in colours.items()}
    apart = {
        (one, other): float(np.linalg.norm(seen[one] - seen[other]))
        for one, other in combinations(seen, 2)
    }
    # CIE 1976: 2.3 is just noticed; ten times that is another colour at a glance.
    assert min(apart.values()) > 20, apart
