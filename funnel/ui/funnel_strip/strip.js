// Draws the strip from `data` (see Strip in __init__.py). Data goes in as text only.

const drawn = new WeakMap(); // root -> what it shows, so that a rerun keeps the keyboard's place
const send = new WeakMap(); // root -> the current way to tell Python

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  send.set(root, (id) => setTriggerValue("figure", id));
  const now = JSON.stringify(data);
  if (drawn.get(root) === now) return;
  drawn.set(root, now);

  const focused = parentElement.activeElement?.dataset;
  root.setAttribute("aria-label", data.label);
  root.setAttribute("lang", data.language);
  const row = node("div", "row");
  const shape = {
    hasGoals: data.stages.some((stage) => stage.goal),
    lines: Math.max(0, ...data.stages.map((stage) => stage.lines.length)),
  };
  data.stages.forEach((stage, i) => {
    row.append(stageCell(root, stage, shape));
    const rate = data.rates[i];
    if (i < data.rates.length) row.append(rate ? rateCell(root, rate) : node("div", "gap"));
  });
  root.replaceChildren(row);
  if (data.note) root.append(node("div", "foot", data.note));
  for (const name of ["id", "picture"]) {
    const id = focused?.[name];
    if (id) root.querySelector(`[data-${name}="${CSS.escape(id)}"]`)?.focus();
  }
}

function stageCell(root, stage, shape) {
  const cell = node("div", "stage");
  cell.classList.toggle("unmeasured", !stage.measured);
  const words = [stage.label, stage.value, ...stage.lines, stage.goal?.said];
  const button = figure(root, "count", stage.id, words);
  const inner = node("span", "inner");
  inner.append(node("span", "label", stage.label), fitted("value", stage.value));
  if (shape.hasGoals) inner.append(goalBar(stage.goal));
  for (let i = 0; i < shape.lines; i++) inner.append(fitted("line", stage.lines[i] ?? "\u00a0"));
  button.append(inner);
  cell.append(button);
  if (stage.picture) cell.append(drawPicture(root, stage));
  return cell;
}

// As wide as the target, or as what is there where that is more; the mark is where it should be.
function goalBar(goal) {
  const bar = node("span", "bar");
  bar.classList.toggle("none", !goal);
  if (!goal) return bar;
  const whole = Math.max(goal.target, goal.actual, 1);
  bar.title = goal.said;
  for (const [name, value] of [["there", goal.actual], ["goal", goal.target], ["pace", goal.expected]]) {
    const part = node("span", name);
    part.style.setProperty("--at", value / whole);
    bar.append(part);
  }
  bar.classList.toggle("over", goal.actual > goal.target);
  return bar;
}

const WIDTH = 190;
const HIGH = { top: 6, bottom: 44, all: 48 };
const HALVES = { weeks: [5, 68], months: [86, 185] }; // where the first and the last point stand

// The last weeks beside the last months, each half from zero to its own highest.
function drawPicture(root, stage) {
  const picture = stage.picture;
  const box = node("div", "picture");
  box.dataset.picture = stage.id;
  box.tabIndex = 0;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", picture.label);
  const drawing = shape("svg", { viewBox: `0 0 ${WIDTH} ${HIGH.all}`, "aria-hidden": "true" });
  const guide = shape("path", { class: "guide" });
  drawing.append(guide);
  const places = Object.entries(HALVES).flatMap(([name, ends]) => half(drawing, picture[name], ends));
  const names = node("div", "names");
  names.append(...picture.names.map((name) => node("span", "name", name)));
  const tip = node("div", "tip");
  box.append(drawing, names, tip);
  tell(box, guide, tip, places);
  box.addEventListener("click", () => send.get(root)(stage.id));
  return box;
}

function half(drawing, points, [left, right]) {
  const highest = Math.max(1, ...points.flatMap((point) => [point.value ?? 0, point.before ?? 0]));
  const x = (i) => left + ((right - left) * i) / Math.max(1, points.length - 1);
  const y = (value) => HIGH.bottom - ((HIGH.bottom - HIGH.top) * value) / highest;
  drawing.append(shape("path", { class: "base", d: `M${left - 4} ${HIGH.bottom}H${right + 4}` }));
  for (const series of ["before", "value"]) {
    const known = (i) => points[i] !== undefined && points[i][series] !== null;
    const isWhole = (i) => known(i) && !points[i].is_partial;
    let line = "";
    points.forEach((point, i) => {
      const at = `${x(i).toFixed(1)} ${known(i) ? y(point[series]).toFixed(1) : 0}`;
      if (isWhole(i)) line += (isWhole(i - 1) ? "L" : "M") + at;
      const stands = known(i) && (point.is_partial || (!isWhole(i - 1) && !isWhole(i + 1)));
      const kind = point.is_partial ? "open" : "alone";
      if (stands) drawing.append(shape("circle", { class: `${series} ${kind}`, cx: x(i), cy: y(point[series]), r: 3.2 }));
    });
    if (line) drawing.append(shape("path", { class: series, d: line }));
  }
  points.forEach((point, i) => {
    if (point.events) drawing.append(shape("path", { class: "event", d: `M${x(i).toFixed(1)} ${HIGH.bottom + 2}v4` }));
  });
  return points.map((point, i) => ({ x: x(i), said: point.said, events: point.events }));
}

// Under the mouse, and by the arrow keys: which week or month it is and what it holds.
function tell(box, guide, tip, places) {
  let at = places.length - 1;
  const show = (place) => {
    at = Math.max(0, Math.min(places.length - 1, place));
    guide.setAttribute("d", `M${places[at].x} 0V${HIGH.all}`);
    tip.textContent = places[at].said;
    if (places[at].events) tip.append(node("div", "what", places[at].events));
    box.classList.add("told");
  };
  const hide = () => box.classList.remove("told");
  box.addEventListener("pointermove", (event) => {
    const room = box.getBoundingClientRect();
    const x = ((event.clientX - room.left) / room.width) * WIDTH;
    const far = places.map((place) => Math.abs(place.x - x));
    show(far.indexOf(Math.min(...far)));
  });
  box.addEventListener("pointerleave", hide);
  box.addEventListener("blur", hide);
  box.addEventListener("focus", () => box.matches(":focus-visible") && show(at));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    show(at + step);
  });
}

function rateCell(root, rate) {
  const cell = figure(root, "rate", rate.id, [rate.label, rate.value, rate.counts, rate.note]);
  cell.classList.toggle("marked", rate.marked);
  cell.classList.toggle("words", !/\d/.test(rate.value));
  const inner = node("span", "inner");
  inner.append(fitted("value", rate.value), fitted("counts", rate.counts.replace("/", "/\u200b")));
  if (rate.note) inner.append(...rate.note.split(" · ").map((note) => fitted("note", note)));
  else inner.append(node("span", "arrow", "→"));
  cell.append(inner);
  return cell;
}

function figure(root, kind, id, words) {
  const cell = node("button", kind);
  cell.type = "button";
  cell.dataset.id = id;
  cell.setAttribute("aria-label", words.filter(Boolean).join(", "));
  cell.onclick = () => send.get(root)(id);
  return cell;
}

// A text that shrinks rather than being cut: the style divides the room by --width.
function fitted(name, text) {
  const element = node("span", name, text);
  element.style.setProperty("--width", Math.max(1, widthOf(text)));
  return element;
}

// The width in em, rather too much than too little: Japanese letters are square, others are not.
const WIDTHS = [[/[\u2e80-\uffef]/, 1.02], [/[mwMW%]/, 0.95], [/[\u200b .,:;/'()|iljtfrI]/, 0.4], [/[A-Z]/, 0.7]];

function widthOf(text) {
  const width = (c) => WIDTHS.find(([letters]) => letters.test(c))?.[1] ?? 0.59;
  return [...text].reduce((sum, c) => sum + width(c), 0);
}

function node(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shape(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
