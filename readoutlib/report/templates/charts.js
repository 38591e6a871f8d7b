// Put a live chart over each still one. Interpreted expressions (ast) need no eval; in the dark the theme's few colours change.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
for (const figure of document.querySelectorAll("figure.vega")) {
  const source = JSON.parse(figure.querySelector("script").textContent), spec = figure.querySelector("script").textContent;
  const text = dark ? spec.replace(/"(#[0-9a-f]{6})"/g, (all, color) => `"${night[color] || color}"`) : spec;
  const rows = Object.values(source.datasets || {}).sort((a, b) => b.length - a.length)[0] || [], people = [...new Set(rows.map(row => row.person))];
  const fields = {};  // what the names along an axis are
  JSON.parse(spec, (key, value) => { if (/^[xy]$/.test(key) && value?.type === "nominal") fields[key] = value.field; return value; });
  const ask = item => {
    const role = item?.mark?.role || "", group = item?.mark?.group;
    if (role === "axis-label") return evidence.ask({[fields[group.datum.scale.at(-1)]]: item.datum.value}, people);
    return evidence.ask((role === "title-text" ? group.mark.group?.datum : !role.startsWith("legend") && item?.datum) || {}, people);
  };
  const live = document.createElement("div");
  live.className = "live";
  vegaEmbed(live, JSON.parse(text), {ast: true, renderer: "svg", actions: false}).then(({view}) => {
    view.addEventListener("click", (event, item) => evidence.choose(ask(item), event.target));
    // each mark would be an unnamed graphic to a screen reader; the chart as a whole is named
    for (const mark of live.querySelectorAll('[role="graphics-symbol"]:not([aria-label])')) mark.setAttribute("aria-hidden", "true");
    figure.querySelector(".scroll").append(live);
    figure.classList.add("drawn");
    // what the mouse can choose the keyboard can too: one stop for the marks, one for the names at the axes, one for the legend, arrows within
    const press = event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.target.dispatchEvent(new MouseEvent("click", {bubbles: true})); } };
    const kept = new Map(), choices = (selector, seen = new Set()) => [...live.querySelectorAll(selector)].filter(mark => {
      const question = ask(mark.__data__), key = JSON.stringify(question);
      if (!kept.has(key)) kept.set(key, evidence.answer(question).kept.length);
      if (kept.get(key)) mark.classList.add("choice");
      return kept.get(key) && !seen.has(key) && seen.add(key);
    });
    const marks = choices(".role-mark [aria-label]"), labels = choices(".role-axis-label text:not([opacity='0']), .role-title-text text");
    const names = [...live.querySelectorAll("g.role-legend-label text")].filter(() => text.includes('"bind":"legend"'));
    for (const name of names) { name.setAttribute("role", "button"); name.setAttribute("aria-label", `Single out ${name.textContent}`); }
    for (const label of labels) { label.setAttribute("role", "button"); label.setAttribute("aria-label", ask(label.__data__).map(([, value]) => value).join(", ")); }
    const group = () => { for (const guide of live.querySelectorAll("[role=graphics-symbol]:has([role=button])")) guide.setAttribute("role", "group"); };
    if (names.length + labels.length) { group(); new MutationObserver(group).observe(live, {attributeFilter: ["role"], subtree: true}); }  // Vega's own role hides the names inside
    evidence.rove(live, marks);
    evidence.rove(live, labels);
    evidence.rove(live, names);
    live.addEventListener("keydown", press);
  }).catch(error => figure.append(`This chart is shown as a picture: ${error.message}`));
}
// Under each chart: its data and its picture, to take along.
for (const figure of document.querySelectorAll("figure")) {
  const caption = figure.querySelector("figcaption"), spec = JSON.parse(figure.querySelector("script").textContent), image = figure.querySelector("img");
  const rows = Object.values(spec.datasets || {}).sort((a, b) => b.length - a.length)[0] || [];
  const name = ([spec.title?.text].flat().join(" ") || image.alt.split(".")[0]).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "chart";
  const add = (label, act) => { const button = document.createElement("button"); Object.assign(button, {type: "button", textContent: label, onclick: act}); caption.append(button); };
  if (rows.length) add("Data (CSV)", () => evidence.download(`${name}.csv`, evidence.csv(rows)));
  if (image.src.startsWith("data:image/svg")) add("Picture (SVG)", () => evidence.download(`${name}.svg`, new TextDecoder().decode(Uint8Array.from(atob(image.src.split(",")[1]), c => c.charCodeAt(0))), "image/svg+xml"));
}
