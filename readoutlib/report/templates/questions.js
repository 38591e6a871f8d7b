// What a page can ask: an index of all sentences, and questions that pick some of them.
// A question is a list of [kind, value]; values of one kind add up, kinds narrow down. It stands in
// the address (#show:talk=2024&person=…, #find:multipolar*), so that it can be sent.

const $ = id => document.getElementById(id);
const { docs, persons, modes, rules, rows, hits, rates } = JSON.parse($("index").textContent);
// places in a row of `rows`, and in one of `docs`
const [DOC, SENT, PERSON, MODE, RULE, TEXT, SPANS] = [0, 1, 2, 3, 4, 5, 6];
const [PAGE, TALK, YEAR, TITLE, OUTLET, PRECISION] = [0, 1, 2, 3, 4, 5];
const KINDS = {  // how each kind is said before its value
  find: "", family: "phrase family", variant: "spelled", issue: "issue", act: "speech act",
  reporting: "reported as", word: "word", person: "", talk: "talk", year: "year", mode: "mode",
  rule: "rule", not: "without",
};
const QUOTED = ["find", "word", "variant"];  // kinds whose value is words, whatever the index knows

const push = (map, key, value) => map.get(key)?.push(value) ?? map.set(key, [value]);
const docOf = n => docs[rows[n][DOC]];
const talkOf = n => docOf(n)[TALK];
const yearOf = n => docOf(n)[YEAR] ?? "undated";
const personOf = n => persons[rows[n][PERSON]][0];

// --- the index: for each kind of question and each answer, the rows that belong to it
const posts = { talk: new Map(), year: new Map(), person: new Map(), mode: new Map(), rule: new Map() };
rows.forEach((row, n) => {
  push(posts.talk, talkOf(n), n);
  push(posts.year, String(yearOf(n)), n);
  push(posts.person, personOf(n), n);
  push(posts.mode, modes[row[MODE]], n);
  push(posts.rule, rules[row[RULE]], n);
});
const texts = {};  // kind → value → row → the words that were matched
for (const [kind, table] of Object.entries(hits)) {
  posts[kind] = new Map();
  texts[kind] = new Map();
  for (const [value, flat] of Object.entries(table)) {
    const found = new Map();
    for (let i = 0; i < flat.length; i += 2) push(found, flat[i], flat[i + 1]);
    posts[kind].set(value, [...found.keys()]);
    texts[kind].set(value, found);
  }
}

// --- phrases: letters with any hyphen between them, * for any letters, white space or a hyphen
// for a space
const LETTER = "\\p{L}\\p{M}\\p{N}";
const LETTERS = /[\p{L}\p{N}]/u;
const quote = text => text.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&");

function spelled(character, next, loose) {
  if (character === "*") return `[${LETTER}'’‐‑-]*`;
  if (character === " ") return loose ? "[\\s‐‑–-]+" : "\\s+";
  if ("'’".includes(character)) return "['’]";
  if ("-‐‑–".includes(character)) return loose ? "[\\s‐‑–-]?" : "[-‐‑–]";
  const inside = loose && LETTERS.test(character) && (next === "*" || LETTERS.test(next || ""));
  return quote(character) + (inside ? "[-‐‑]?" : "");
}
function pattern(phrase, loose = true) {
  if (!LETTERS.test(phrase)) return null;
  const characters = [...phrase.normalize("NFC").trim().replace(/\s+/g, " ")];
  const words = characters.map((c, i) => spelled(c, characters[i + 1], loose)).join("");
  const before = `(?<![${LETTER}_]|[${LETTER}][-‐‑])`, after = `(?![${LETTER}_]|[-‐‑][${LETTER}])`;
  return new RegExp(before + words + after, "giu");
}
const fold = text => text.toLowerCase()
  .replace(/[-‐‑–]\s*\n\s*/g, "-").replace(/[‐‑–]/g, "-").replace(/’/g, "'").replace(/\s+/g, " ");
const counts = (row, start, end) => {
  const own = row[SPANS];
  return !own || own.some((at, i) => i % 2 === 0 && at <= start && end <= own[i + 1]);
};

// --- answers
const known = (kind, value) => {
  if (QUOTED.includes(kind)) return LETTERS.test(value);
  return kind === "not" ? posts.person.has(value) : posts[kind]?.has(value);
};

// the rows that answer a question, and in each the spans of what was asked for
function answer(question) {
  const by = Object.create(null), spans = new Map();
  for (const [kind, value] of question) (by[kind] ??= []).push(value);
  const indexed = Object.keys(by).filter(kind => posts[kind]);
  const others = new Set((by.not || []).flatMap(value => posts.person.get(value) || []));
  let kept = null;
  for (const kind of indexed) {
    const found = new Set(by[kind].flatMap(value => posts[kind].get(value) || []));
    kept = kept ? kept.filter(n => found.has(n)) : [...found].sort((a, b) => a - b);
  }
  const typed = ["find", "word"].filter(kind => by[kind]);
  if (by.not || typed.length) kept ??= rows.map((_, n) => n);
  kept = (kept || []).filter(n => !others.has(n));
  for (const kind of typed) {
    for (const value of by[kind]) kept = kept.filter(n => spell(n, kind, value, spans));
  }
  for (const kind of indexed.filter(kind => texts[kind])) {
    for (const value of by[kind]) {
      const words = texts[kind].get(value);
      kept.forEach(n => mark(n, words?.get(n) || [], spans));
    }
  }
  if (by.variant) {  // one spelling of a family
    const own = n => ([a, b]) => by.variant.includes(fold(rows[n][TEXT].slice(a, b)));
    for (const [n, all] of spans) spans.set(n, all.filter(own(n)));
    kept = kept.filter(n => spans.get(n)?.length);
  }
  return { kept, spans };
}
// mark where a phrase stands in a row; a word must stand in what counts
function spell(n, kind, phrase, spans) {
  const shape = pattern(phrase, kind === "find");
  if (!shape) return 0;
  let found = [...rows[n][TEXT].matchAll(shape)].map(m => [m.index, m.index + m[0].length]);
  if (kind === "word") found = found.filter(span => counts(rows[n], ...span));
  found.forEach(span => push(spans, n, span));
  return found.length;
}
// mark the words that the library matched in a row, one after the other
function mark(n, words, spans) {
  let at = 0;
  for (const text of words) {
    const start = rows[n][TEXT].indexOf(text, at);
    if (start < 0) continue;
    at = start + text.length;
    push(spans, n, [start, at]);
  }
}

// --- what the datum of a mark asks; `present` are the persons of its chart
const FIELDS = {
  talk: "talk", talk_a: "talk", talk_b: "talk", other: "talk", year: "year", person: "person",
  family: "family", variant: "variant", issue: "issue", act: "act", reporting: "reporting",
  word: "word", mode: "mode", rule: "rule", hit: "find",
};
function ask(datum, present = []) {
  const beside = { year: "talk" in datum, person: "difference" in datum };  // a difference rests on both
  return Object.entries(FIELDS).filter(([field]) => field in datum && !beside[field])
    .flatMap(([field, kind]) => asked(kind, String(datum[field] ?? ""), present))
    .filter(([kind, value]) => known(kind, value));
}
function asked(kind, written, present) {
  const value = written.replace(/\u200b$/, "").trim();  // a mark that keeps Vega from misreading it
  const pooled = kind === "talk" && /^all (\d{4}|undated)$/.exec(value);  // talks that a chart pools
  if (pooled) return [["year", pooled[1]]];
  const whole = kind === "family" && !posts.family.has(value);  // a row may name a person besides
  if (whole) return [[kind, value.split(" · ")[0]]];
  const rest = kind === "person" && value === "others" && !posts.person.has(value);
  return rest ? present.map(person => ["not", person]) : [[kind, value]];
}

// --- questions as addresses and as words
const typedOf = question => question.length === 1 && question[0][0] === "find" ? question[0][1] : null;
const address = question => {
  const typed = typedOf(question);
  return typed === null ? "#show:" + new URLSearchParams(question) : "#find:" + encodeURIComponent(typed);
};
function parse(hash) {
  try {
    if (hash.startsWith("#find:")) return [["find", decodeURIComponent(hash.slice(6))]];
    if (hash.startsWith("#show:")) {
      return [...new URLSearchParams(hash.slice(6))].filter(([kind]) => Object.hasOwn(KINDS, kind));
    }
  } catch { /* a broken address asks nothing */ }
  return null;
}
const say = question => question.map(([kind, value]) => {
  const words = QUOTED.includes(kind) ? `“${value}”` : value;
  return KINDS[kind] ? `${KINDS[kind]} ${words}` : words;
}).join(" · ");
