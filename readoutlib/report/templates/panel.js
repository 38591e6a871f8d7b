// The panel: the question that the address names, its sentences, and what can be taken along.

const STEP = 30, SPEAKERS = 12, SPELLINGS = 40;
const panel = $("evidence"), title = $("evidence-title"), body = $("evidence-body");
const statusLine = $("evidence-status"), input = $("phrase");
const here = location.pathname.split("/").pop();
const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
const make = (tag, text, more) => {
  const element = document.createElement(tag);
  return Object.assign(element, text === undefined ? {} : { textContent: text }, more);
};
const add = (map, key, n) => map.set(key, n + (map.get(key) || 0));
const total = counted => [...counted.values()].reduce((a, b) => a + b, 0);
const byNumber = ([a, n], [b, m]) => m - n || (a < b ? -1 : 1);  // largest first, then by name

// --- opening and closing
let opener = null;
function choose(question, from) {
  if (!question.length) return;
  opener = from || document.activeElement;
  if (location.hash !== address(question)) history.pushState(null, "", address(question));
  show();
  title.focus({ preventScroll: true });
}
function close() {
  history.pushState(null, "", location.pathname + location.search);
  show();
  (opener?.isConnected ? opener : document.querySelector("button.ask")).focus();
}
function show() {
  const question = parse(location.hash);
  panel.hidden = !question;
  document.body.classList.toggle("asking", !!question);
  if (!question) return;
  const typed = typedOf(question) || "", empty = !question[0]?.[1];
  if (document.activeElement !== input) input.value = typed;
  title.textContent = empty && question.length < 2 ? "Search the texts" : say(question);
  body.replaceChildren();
  if (empty) statusLine.textContent = `${plural(rows.length, "sentence")} to search.`;
  else fill(question, typed);
}

// --- what the panel holds
function fill(question, typed) {
  const { kept, spans } = answer(question.filter(([kind, value]) => kind !== "find" || value));
  const words = question.some(([kind]) => kind === "find" || kind === "word" || kind in texts);
  const family = question.find(([kind]) => kind === "family")?.[1];
  const all = kept.flatMap(n => (spans.get(n) || []).map(span => [n, ...span]));
  const near = typed && inTheBook(typed);
  statusLine.textContent = status(kept, words ? all : null, typed);
  if (rates[family]) body.append(make("p", rateOf(family)));
  if (near) {
    const line = make("p", "In the phrase book: ");
    line.append(term([["family", near]], near), " with all its spellings and its rate.");
    body.append(line);
  }
  if (kept.length) body.append(words ? table(all.map(([n]) => n), "Hits") : table(kept, "Sentences"));
  if (all.length && (typed || family)) body.append(variants(all));
  body.append(list(kept, spans));
}
function status(kept, all, typed) {
  const talks = new Set(kept.map(talkOf)).size;
  const heads = typed ? docs.filter(doc => doc[TITLE].match(pattern(typed) || /$^/)).length : 0;
  const parts = [plural(kept.length, "sentence"), plural(talks, "talk")];
  if (all) parts.unshift(hitsOf(all));
  if (heads) parts.push(`${plural(heads, "title")} besides`);
  return parts.join(" · ");
}
function hitsOf(all) {
  const inside = all.filter(([n, start, end]) => counts(rows[n], start, end)).length;
  return plural(all.length, "hit") + (inside < all.length ? ` (${inside} in words that count)` : "");
}
function rateOf(family) {
  const [hit, word, talk, rate, low, high] = rates[family];
  const used = `${plural(hit, "hit")} in ${plural(word, "word")} of ${plural(talk, "talk")}`;
  const between = low === null ? "" : ` (between ${low} and ${high}, 95 % interval over talks)`;
  return `The whole family “${family}”: ${used}, ${rate} in 1,000 words${between}.`;
}
// the family of the phrase book whose name or one of whose spellings was typed
function inTheBook(typed) {
  const name = fold(typed).replace(/\*$/, "").trim(), spelling = fold(typed);
  const spells = family => [...texts.family.get(family).values()].flat().some(w => fold(w) === spelling);
  return [...posts.family.keys()].find(family => fold(family) === name || spells(family));
}

// --- hits by speaker and year
function table(ns, noun) {
  const years = new Map(), by = new Map();
  for (const n of ns) {
    if (!by.has(personOf(n))) by.set(personOf(n), new Map());
    add(years, yearOf(n), 1);
    add(by.get(personOf(n)), yearOf(n), 1);
  }
  const columns = [...years.keys()].sort();
  const people = [...by].sort((a, b) => byNumber([a[0], total(a[1])], [b[0], total(b[1])]));
  const shown = people.slice(0, SPEAKERS), others = people.slice(SPEAKERS);
  if (others.length) shown.push([`${others.length} others`, together(others)]);
  const head = make("thead"), rest = make("tbody"), whole = make("table");
  head.append(line([noun, ...columns, "all"], true));
  for (const [person, counted] of shown) {
    rest.append(line([person, ...columns.map(year => counted.get(year) || "·"), total(counted)]));
  }
  whole.append(head, rest);
  const frame = make("div", undefined, { className: "scroll counts", tabIndex: 0 });
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", `${noun} by speaker and year`);
  frame.append(whole);
  return frame;
}
function together(people) {
  const sum = new Map();
  for (const [, counted] of people) for (const [year, n] of counted) add(sum, year, n);
  return sum;
}
function line(cells, head = false) {
  const row = make("tr");
  cells.forEach((text, i) => {
    const heading = head || !i;
    row.append(make(heading ? "th" : "td", text, heading ? { scope: head ? "col" : "row" } : {}));
  });
  return row;
}
function variants(all) {
  const found = new Map();
  for (const [n, start, end] of all) add(found, fold(rows[n][TEXT].slice(start, end)), 1);
  const sorted = [...found].sort(byNumber), more = sorted.length - SPELLINGS;
  const told = sorted.slice(0, SPELLINGS).map(([spelling, n]) => `${spelling} ${n}`).join(", ");
  const rest = more > 0 ? ` and ${more} more` : "";
  return make("p", `Spellings: ${told}${rest}`, { className: "variants" });
}

// --- the sentences
function list(kept, spans) {
  const items = make("ol"), more = make("button", "", { type: "button" }), wrap = make("div");
  let shown = 0;
  const next = () => {
    for (const n of kept.slice(shown, shown + STEP)) items.append(item(n, spans.get(n) || []));
    shown = Math.min(kept.length, shown + STEP);
    more.textContent = `Show ${Math.min(STEP, kept.length - shown)} more of ${kept.length - shown}`;
    more.hidden = shown >= kept.length;
  };
  more.onclick = () => {
    const at = shown;
    next();
    items.children[at]?.querySelector("a").focus();
  };
  next();
  wrap.append(items, more);
  if (kept.length) {
    const save = make("button", "These sentences (CSV)", { type: "button" });
    save.onclick = () => download("sentences.csv", csv(kept.map(record)));
    wrap.append(" ", save);
  }
  return wrap;
}
function item(n, spans) {
  const row = rows[n], doc = docOf(n);
  const whole = make("li"), meta = make("p", "", { className: "meta" }), words = make("p");
  const from = encodeURIComponent(here + location.hash);
  const place = make("a", "in its place", { href: `${doc[PAGE]}?from=${from}#s${row[SENT]}` });
  const held = doc[PRECISION] === "day" ? "" : ` (known to the ${doc[PRECISION]})`;
  const facts = ` · ${doc[TALK]}${held} · as reported by ${doc[OUTLET]} · `;
  place.setAttribute("aria-label", `Sentence ${row[SENT] + 1} of “${doc[TITLE]}”, in its place`);
  meta.append(make("b", personOf(n)), facts, place);
  whole.style.setProperty("--who", persons[row[PERSON]][1]);
  words.append(...marked(row[TEXT], spans));
  whole.append(meta, words);
  return whole;
}
function marked(text, spans) {
  const parts = [];
  let at = 0;
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    parts.push(text.slice(at, start), make("mark", text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}
const record = n => ({
  talk: talkOf(n),
  speaker: personOf(n),
  mode: modes[rows[n][MODE]],
  outlet: docOf(n)[OUTLET],
  title: docOf(n)[TITLE],
  sentence: rows[n][TEXT].replace(/\s+/g, " "),
});

// --- to take along
function csv(records) {
  const keys = Object.keys(records[0] || {});
  const lines = [keys, ...records.map(record => keys.map(key => record[key]))];
  return lines.map(values => values.map(quoted).join(",")).join("\r\n") + "\r\n";
}
// text that a spreadsheet would take for a formula gets a mark before it, as formulas.py does
const FORMULA = /^'*[\s\x1c-\x1f\x85]*[=+\-@\t\r]/, NEGATIVE = /^-\d+(\.\d+)?$/;
function quoted(value) {
  const text = String(value ?? "");
  const computed = typeof value === "string" && FORMULA.test(text) && !NEGATIVE.test(text);
  return `"${(computed ? "'" : "") + text.replace(/"/g, '""')}"`;
}
function download(name, text, type = "text/csv") {
  const parts = ["\ufeff".repeat(type === "text/csv"), text];
  const url = URL.createObjectURL(new Blob(parts, { type }));
  make("a", "", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

// --- searching
for (const button of document.querySelectorAll("button.ask")) {
  button.hidden = false;
  button.onclick = () => {
    opener = button;
    history.pushState(null, "", "#find:");
    show();
    input.focus();
  };
}
let timer;
input.oninput = () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    history.replaceState(null, "", address([["find", input.value]]));
    show();
  }, 120);
};
$("evidence-close").onclick = close;
addEventListener("keydown", event => event.key === "Escape" && !panel.hidden && close());
addEventListener("hashchange", show);
