"""How well text can be read: the contrast of computed styles, as WCAG 2 defines it."""

from dataclasses import dataclass

from playwright.sync_api import Locator

ENHANCED = 7.0  # WCAG 2.2, 1.4.6; what is read from the back of a room
MINIMUM = 4.5  # 1.4.3, which axe-core looks after

# Colours go through a canvas: it knows every way CSS has of writing them. A background is laid
# together from the element outwards until it is opaque, across the edge of a component; what is
# see-through as a whole fades its text.
_MEASURE = """
elements => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const read = css => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
  const outwards = element => element.parentElement ?? element.getRootNode().host ?? null;
  const luminance = colour => {
    const [r, g, b] = colour.map(channel => {
      const share = channel / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return elements.map(element => {
    const style = getComputedStyle(element);
    const layers = [];
    let opacity = 1;
    for (let each = element; each; each = outwards(each)) {
      const its = getComputedStyle(each);
      opacity *= Number(its.opacity);
      if (!layers.length || layers.at(-1)[3] < 1) layers.push(read(its.backgroundColor));
    }
    const paper = layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255]);
    const ink = read(element instanceof SVGElement ? style.fill : style.color);
    const text = over([ink[0], ink[1], ink[2], ink[3] * opacity], paper);
    const [dark, light] = [luminance(text), luminance(paper)].sort((a, b) => a - b);
    return [element.textContent.trim(), (light + 0.05) / (dark + 0.05), parseFloat(style.fontSize)];
  });
}
"""


@dataclass(frozen=True)
class Contrast:
    """A text as it is drawn: `ratio` 1 to 21 against what lies behind it, `size` in pixels."""

    text: str
    ratio: float
    size: float


def contrasts(found: Locator) -> list[Contrast]:
    """The contrast of each element of `found` that holds text; pictures behind it do not count."""
    measured = [Contrast(*each) for each in found.evaluate_all(_MEASURE)]
    return [each for each in measured if each.text]


def assert_read_from_afar(
    found: Locator, *, ratio: float = ENHANCED, size: float = 0
) -> None:  # fmt: skip
    """Fail unless there is text, and each stands at `ratio` and in `size` pixels or more."""
    measured = contrasts(found)
    assert measured, f"nothing to read in {found}"
    weak = [each for each in measured if each.ratio < ratio or each.size < size]
    assert not weak, f"below {ratio}:1 or {size} px: {weak}"
