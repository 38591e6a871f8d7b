// Put a live chart over each still one. Interpreted expressions (ast) need no eval; in the dark the
// theme's few colours change (`night`: colour → colour).

const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const atNight = (_, value) => dark && Object.hasOwn(night, value) ? night[value] : value;
const given = figure => figure.querySelector("script").textContent;
const dataOf = figure => JSON.parse(given(figure)).datasets?.[figure.dataset.set] || [];

// --- what a mark, a name at an axis or the name of a panel asks
function asker(figure, spec) {
  const axes = spec.usermeta?.readouts?.axes || {};  // x and y: the field whose names stand there
  const present = [...new Set(dataOf(figure).map(row => row.person))];
  return item => {
    const role = item?.mark?.role || "", group = item?.mark?.group;
    let datum = item?.datum;
    if (role === "axis-label") datum = { [axes[group.datum.scale.at(-1)]]: item.datum.value };
    else if (role === "title-text") datum = group.mark.group?.datum;
    else if (role.startsWith("legend")) datum = null;
    return evidence.ask(datum || {}, present);
  };
}

// --- the live chart
async function draw(figure) {
  const spec = JSON.parse(given(figure), atNight), ask = asker(figure, spec);
  const live = Object.assign(document.createElement("div"), { className: "live" });
  const { view } = await vegaEmbed(live, spec, { ast: true, renderer: "svg", actions: false });
  view.addEventListener("click", (event, item) => evidence.choose(ask(item), event.target));
  // each mark would be an unnamed graphic to a screen reader; the chart as a whole is named
  for (const mark of live.querySelectorAll('[role="graphics-symbol"]:not([aria-label])')) {
    mark.setAttribute("aria-hidden", "true");
  }
  figure.querySelector(".scroll").append(live);
  figure.classList.add("drawn");
  openToKeys(live, ask, bindsLegend(spec));
}
const bindsLegend = spec => (spec.params || []).some(param => param.bind === "legend");

// What the mouse can choose the keyboard can too: one stop for the marks, one for the names at the
// axes, one for the legend, arrows within.
function openToKeys(live, ask, legend) {
  const choices = chooser(live, ask);
  const marks = choices(".role-mark [aria-label]");
  const labels = choices(".role-axis-label text:not([opacity='0']), .role-title-text text");
  const entries = legend ? [...live.querySelectorAll("g.role-legend-label text")] : [];
  for (const entry of entries) name(entry, `Single out ${entry.textContent}`);
  for (const label of labels) {
    name(label, ask(label.__data__).map(([, value]) => value).join(", "));
  }
  if (entries.length + labels.length) showNamesInside(live);
  for (const group of [marks, labels, entries]) evidence.rove(live, group);
  live.addEventListener("keydown", press);
}
// Return those of some elements that have an answer, one for each question; all of them show it.
function chooser(live, ask) {
  const answers = new Map();
  return selector => {
    const seen = new Set();
    return [...live.querySelectorAll(selector)].filter(element => {
      const question = ask(element.__data__), key = JSON.stringify(question);
      if (!answers.has(key)) answers.set(key, evidence.answer(question).kept.length);
      if (!answers.get(key)) return false;
      element.classList.add("choice");
      return !seen.has(key) && seen.add(key);
    });
  };
}
function name(element, words) {
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", words);
}
// Vega's own role would hide the names inside, and Vega sets it again.
function showNamesInside(live) {
  const group = () => {
    for (const guide of live.querySelectorAll("[role=graphics-symbol]:has([role=button])")) {
      guide.setAttribute("role", "group");
    }
  };
  group();
  new MutationObserver(group).observe(live, { attributeFilter: ["role"], subtree: true });
}
function press(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

// --- under each chart: its data and its picture, to take along
function offer(figure) {
  const image = figure.querySelector("img"), records = dataOf(figure), file = fileName(figure);
  const button = (label, onclick) => {
    const made = document.createElement("button");
    figure.querySelector("figcaption").append(made);
    Object.assign(made, { type: "button", textContent: label, onclick });
  };
  if (records.length) {
    button("Data (CSV)", () => evidence.download(`${file}.csv`, evidence.csv(records)));
  }
  if (image.src.startsWith("data:image/svg")) {
    const decoded = () => Uint8Array.from(atob(image.src.split(",")[1]), c => c.charCodeAt(0));
    const svg = () => new TextDecoder().decode(decoded());
    button("Picture (SVG)", () => evidence.download(`${file}.svg`, svg(), "image/svg+xml"));
  }
}
function fileName(figure) {
  const title = [JSON.parse(given(figure)).title?.text].flat().join(" ");
  const words = title || figure.querySelector("img").alt.split(".")[0];
  return words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "chart";
}

for (const figure of document.querySelectorAll("figure.vega")) {
  draw(figure).catch(error => figure.append(`This chart is shown as a picture: ${error.message}`));
}
document.querySelectorAll("figure").forEach(offer);
