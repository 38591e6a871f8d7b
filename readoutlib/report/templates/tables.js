// Names in findings, and rows and cells of tables, as buttons that open their sentences.

const PAGE_ROWS = 50;

function term(question, text) {
  const button = make("button", text, { type: "button", className: "term" });
  button.onclick = () => choose(question, button);
  return button;
}

// --- findings: names of persons, talks, families and issues, and quoted words
function findings() {
  const names = namePattern();
  for (const place of document.querySelectorAll(".findings strong")) {
    const written = [...place.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
    for (const node of written) node.replaceWith(...withTerms(node.data, names));
  }
}
function namePattern() {
  const names = [...posts.person.keys(), ...posts.talk.keys()]
    .filter(name => name.length > 3 && !/^\d{4}$/.test(name))
    .sort((a, b) => b.length - a.length)
    .map(quote).join("|");
  return new RegExp(`“([^”]+)”|(?<![\\p{L}\\p{N}-])(${names || "$^"})(?![\\p{L}\\p{N}-])`, "gu");
}
function withTerms(text, names) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(names)) {
    const question = named(found[1], found[2]);
    if (!question || !answer(question).kept.length) continue;
    const before = text.slice(at, found.index), bracket = before.endsWith("(") ? "(" : "";
    const tied = make("span", bracket, { className: "tied" });
    tied.append(term(question, found[0]));
    parts.push(before.slice(0, before.length - bracket.length), tied);
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}
function named(words, name) {
  const value = words ? words.replace(/ …$/, "") : name;
  const kinds = words ? ["family", "issue", "find"] : ["person", "talk"];
  const kind = kinds.find(kind => known(kind, value));
  return kind && [[kind, value]];
}

// --- tables: a cell says what it asks, and whether its whole row does
const typesWords = question => question.some(([kind]) => kind === "word" || kind === "find");
function tables() {
  for (const table of document.querySelectorAll("main table:has([data-ask])")) {
    const buttons = [...table.querySelectorAll("[data-ask]")].map(asking).filter(Boolean);
    rove(table, buttons);
  }
}
function asking(cell) {
  const question = parse(cell.dataset.ask);
  if (!typesWords(question) && !answer(question).kept.length) return null;
  const button = term(question, cell.textContent);
  cell.replaceChildren(button);
  if ("row" in cell.dataset) {
    cell.parentElement.addEventListener("click", event => {
      if (event.target.closest("a,button") || getSelection().toString()) return;
      choose(question, button);
    });
  }
  return button;
}
// One stop for the Tab key in each group; arrows move within it.
function rove(group, items) {
  const last = items.length - 1;
  items.forEach((item, i) => item.setAttribute("tabindex", i ? -1 : 0));
  group.addEventListener("keydown", event => {
    const at = items.indexOf(event.target);
    const moves = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last,
    };
    const to = moves[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = items[Math.max(0, Math.min(last, to))];
    event.target.setAttribute("tabindex", -1);
    next.setAttribute("tabindex", 0);
    next.focus();
  });
}
// Long tables show a page at a time, and all on paper.
function pages() {
  for (const table of document.querySelectorAll("main table")) {
    const lines = [...table.tBodies[0]?.rows || []];
    if (lines.length > PAGE_ROWS + 10) page(table, lines);
  }
}
function page(table, lines) {
  const more = make("button", "", { type: "button" });
  let shown = 0;
  const next = () => {
    shown += PAGE_ROWS;
    const left = lines.length - shown;
    lines.forEach((row, i) => { row.hidden = i >= shown; });
    more.textContent = `Show ${Math.min(PAGE_ROWS, left)} more of ${left} rows`;
    more.hidden = left <= 0;
  };
  more.onclick = next;
  next();
  table.after(more);
  addEventListener("beforeprint", () => lines.forEach(row => { row.hidden = false; }));
}

window.evidence = { answer, ask, choose, csv, download, rove };
findings();
tables();
pages();
show();
