// Draws the strip from `data` (see Strip in __init__.py). Data goes in as textContent only.

const drawn = new WeakMap(); // root -> what it shows, so that a rerun keeps the keyboard's place
const send = new WeakMap(); // root -> the current way to tell Python

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  send.set(root, (id) => setTriggerValue("figure", id));
  const now = JSON.stringify(data);
  if (drawn.get(root) === now) return;
  drawn.set(root, now);

  const focused = parentElement.activeElement?.dataset.id;
  root.setAttribute("aria-label", data.label);
  root.setAttribute("lang", data.language);
  root.replaceChildren(
    ...data.stages.flatMap((stage, i) => {
      const rate = data.rates[i];
      if (i === data.rates.length) return [stageCell(root, stage)];
      return [stageCell(root, stage), rate ? rateCell(root, rate) : node("div", "gap")];
    }),
  );
  if (focused) root.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function stageCell(root, stage) {
  const weeks = stage.weeks.map((week) => `${week.label} ${week.value ?? "—"}`);
  const cell = figure(root, "stage", stage.id, [stage.label, stage.value, stage.caption, ...weeks]);
  cell.classList.toggle("unmeasured", !stage.measured);
  const inner = node("span", "inner");
  inner.append(
    node("span", "label", stage.label),
    fitted("value", stage.value),
    node("span", "caption", stage.caption),
  );
  if (stage.measured && stage.weeks.length) inner.append(weekBars(stage.weeks));
  cell.append(inner);
  return cell;
}

function weekBars(weeks) {
  const box = node("span", "weeks");
  const values = weeks.map((week) => week.value?.toLocaleString("en-US") ?? "—");
  const highest = Math.max(1, ...weeks.map((week) => week.value ?? 0));
  box.classList.toggle("long", values.some((value) => value.length > 3));
  weeks.forEach((week, i) => {
    const column = node("span", "week");
    const bar = node("span", "bar");
    bar.style.setProperty("--share", (week.value ?? 0) / highest);
    column.classList.toggle("partial", week.is_partial && week.value > 0);
    column.classList.toggle("unknown", week.value === null);
    column.append(node("span", "count", values[i]), bar, node("span", "day", week.label));
    box.append(column);
  });
  return box;
}

function rateCell(root, rate) {
  const cell = figure(root, "rate", rate.id, [rate.label, rate.value, rate.counts, rate.note]);
  cell.classList.toggle("marked", rate.marked);
  cell.classList.toggle("words", !/\d/.test(rate.value));
  const inner = node("span", "inner");
  inner.append(fitted("value", rate.value), fitted("counts", rate.counts.replace("/", "/\u200b")));
  inner.append(rate.note ? fitted("note", rate.note) : node("span", "arrow", "→"));
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

// The width in em: Japanese letters are square, Latin ones and figures a bit more than half.
function widthOf(text) {
  const width = (c) => (/[\u2e80-\uffef]/.test(c) ? 1.02 : c === "%" ? 0.95 : /[\u200b,./]/.test(c) ? 0.4 : 0.6);
  return [...text].reduce((sum, c) => sum + width(c), 0);
}

function node(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}
