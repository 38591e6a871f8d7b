// The sentences behind a number. A mark, a cell, a name in a finding or a typed phrase becomes a question, which stands in the address
// (#show:talk=2024&person=…, #find:multipolar*), so that it can be sent; its sentences appear in the panel, each with a link to its place.
(() => {
  const $ = id => document.getElementById(id);
  const { docs, persons, modes, rules, rows, hits, rates } = JSON.parse($("index").textContent);
  const [DOC, SENT, PERSON, MODE, RULE, TEXT, SPANS] = [0, 1, 2, 3, 4, 5, 6], [PAGE, TALK, YEAR, TITLE, OUTLET, PRECISION, PROOF] = [0, 1, 2, 3, 4, 5, 6];
  const NAMES = { find: "", family: "phrase family", variant: "spelled", issue: "issue", act: "speech act", reporting: "reported as", word: "word", person: "", talk: "talk", year: "year", mode: "mode", rule: "rule", not: "without" };
  const STEP = 30, panel = $("evidence"), title = $("evidence-title"), body = $("evidence-body"), input = $("phrase"), here = location.pathname.split("/").pop();
  const make = (tag, text, more) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text }, more);
  const plural = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

  // --- the index: for each kind of question and each answer, the rows that belong to it
  const posts = { talk: new Map(), person: new Map(), mode: new Map(), rule: new Map(), year: new Map() };
  const post = (kind, value, row) => posts[kind].get(value)?.push(row) ?? posts[kind].set(value, [row]);
  rows.forEach((r, n) => {
    post("talk", docs[r[DOC]][TALK], n); post("person", persons[r[PERSON]][0], n); post("mode", modes[r[MODE]], n); post("rule", rules[r[RULE]], n);
    post("year", String(docs[r[DOC]][YEAR] ?? "undated"), n);
  });
  const texts = {};  // kind → value → row → the words that were matched
  for (const [kind, table] of Object.entries(hits)) {
    posts[kind] = new Map(); texts[kind] = new Map();
    for (const [value, flat] of Object.entries(table)) {
      const found = new Map();
      for (let i = 0; i < flat.length; i += 2) found.get(flat[i])?.push(flat[i + 1]) ?? found.set(flat[i], [flat[i + 1]]);
      posts[kind].set(value, [...found.keys()]); texts[kind].set(value, found);
    }
  }

  // --- phrases: letters with any hyphen between them, * for any letters, white space or a hyphen for a space
  const quote = text => text.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&");
  const letters = "\\p{L}\\p{M}\\p{N}";
  function pattern(phrase, loose = true) {
    const spelled = [...phrase.normalize("NFC").trim().replace(/\s+/g, " ")].map((c, i, all) => {
      if (c === "*") return `[${letters}'’‐‑-]*`;
      if (c === " ") return loose ? "[\\s‐‑–-]+" : "\\s+";
      if (/['’]/.test(c)) return "['’]";
      if (/[-‐‑–]/.test(c)) return loose ? "[\\s‐‑–-]?" : "[-‐‑–]";
      return quote(c) + (loose && /[\p{L}\p{N}]/u.test(c) && /[\p{L}\p{N}*]/u.test(all[i + 1] || "") ? "[-‐‑]?" : "");
    }).join("");
    return /[\p{L}\p{N}]/u.test(phrase) ? new RegExp(`(?<![${letters}_]|[${letters}][-‐‑])${spelled}(?![${letters}_]|[-‐‑][${letters}])`, "giu") : null;
  }
  const fold = text => text.toLowerCase().replace(/[-‐‑–]\s*\n\s*/g, "-").replace(/[‐‑–]/g, "-").replace(/’/g, "'").replace(/\s+/g, " ");
  const counts = (row, start, end) => !row[SPANS] || row[SPANS].some((at, i, s) => i % 2 === 0 && at <= start && end <= s[i + 1]);

  // --- a question is a list of [kind, value]; values of one kind add up, kinds narrow down
  const known = (kind, value) => ["find", "word", "variant"].includes(kind) ? /[\p{L}\p{N}]/u.test(value) : kind === "not" ? posts.person.has(value) : posts[kind]?.has(value);
  function answer(question) {
    let kept = null;
    const spans = new Map(), by = Object.create(null);
    for (const [kind, value] of question) (by[kind] ??= []).push(value);
    const narrow = found => { kept = kept ? kept.filter(n => found.has(n)) : [...found].sort((a, b) => a - b); };
    for (const [kind, values] of Object.entries(by)) if (posts[kind]) narrow(new Set(values.flatMap(v => posts[kind].get(v) || [])));
    for (const value of by.not || []) { const out = new Set(posts.person.get(value)); kept = (kept || rows.map((_, n) => n)).filter(n => !out.has(n)); }
    for (const kind of ["find", "word"]) for (const value of by[kind] || []) {
      const rx = pattern(value, kind === "find");
      kept = (kept || rows.map((_, n) => n)).filter(n => {
        if (!rx) return false;
        const found = [];
        for (const m of rows[n][TEXT].matchAll(rx)) if (kind === "find" || counts(rows[n], m.index, m.index + m[0].length)) found.push([m.index, m.index + m[0].length]);
        if (found.length) spans.set(n, [...(spans.get(n) || []), ...found]);
        return found.length;
      });
    }
    for (const kind of Object.keys(texts)) for (const value of by[kind] || []) for (const n of kept) {
      let at = 0;
      for (const text of texts[kind].get(value)?.get(n) || []) {
        const start = rows[n][TEXT].indexOf(text, at);
        if (start >= 0) { spans.set(n, [...(spans.get(n) || []), [start, start + text.length]]); at = start + text.length; }
      }
    }
    if (by.variant) {  // one spelling of a family
      for (const [n, own] of spans) spans.set(n, own.filter(([a, b]) => by.variant.includes(fold(rows[n][TEXT].slice(a, b)))));
      kept = (kept || []).filter(n => spans.get(n)?.length);
    }
    return { kept: kept || [], spans };
  }

  // --- what a mark's datum or a row of a table asks
  function ask(datum, others = []) {
    const question = [], put = (kind, value) => known(kind, value) && question.push([kind, value]);
    for (const [key, raw] of Object.entries(datum)) {
      const value = String(raw ?? "").replace(/\u200b$/, "").trim();
      if (!value || (key === "person" && "difference" in datum)) continue;  // a difference rests on both
      const year = /^all (\d{4}|undated)$/.exec(value);  // talks that a chart pools
      if (key === "family") posts.family.has(value) || put("family", value.split(" · ")[0]);
      if (/^talk(_[ab])?$|^other$/.test(key)) year ? put("year", year[1]) : put("talk", value);
      else if (key === "person" && value === "others" && !posts.person.has(value)) others.filter(p => p !== value && posts.person.has(p)).forEach(p => put("not", p));
      else if (["family", "issue", "act", "reporting", "word", "variant", "person", "mode", "rule"].includes(key)) put(key, value);
      else if (key === "hit") put("find", value);
      else if (key === "year" && !("talk" in datum)) put(key, value);
    }
    const pairs = "similarity" in datum || "years" in datum;
    return question.some(([kind]) => kind !== "talk") || !pairs ? question : question.filter(([kind]) => kind === "talk");
  }
  const address = question => "#" + (question.length === 1 && question[0][0] === "find" ? "find:" + encodeURIComponent(question[0][1]) : "show:" + new URLSearchParams(question));
  function parse(hash) {
    try {
      if (hash.startsWith("#find:")) return [["find", decodeURIComponent(hash.slice(6))]];
      if (hash.startsWith("#show:")) return [...new URLSearchParams(hash.slice(6))].filter(([kind]) => Object.hasOwn(NAMES, kind));
    } catch { /* a broken address asks nothing */ }
    return null;
  }
  const say = question => question.map(([kind, value]) => (NAMES[kind] ? NAMES[kind] + " " : "") + (["find", "word", "variant"].includes(kind) ? `“${value}”` : value)).join(" · ");

  // --- the panel
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
    (opener?.isConnected ? opener : $("search")).focus();
  }
  function show() {
    const question = parse(location.hash);
    panel.hidden = !question;
    document.body.classList.toggle("asking", !!question);
    if (!question) return;
    const typed = question.length === 1 && question[0][0] === "find" ? question[0][1] : "";
    if (document.activeElement !== input) input.value = typed;
    title.textContent = question.length && (question[0][1] || question.length > 1) ? say(question) : "Search the texts";
    body.replaceChildren();
    const { kept, spans } = answer(question.filter(([kind, value]) => kind === "find" ? value : true)), what = question.some(([kind]) => ["find", "word"].includes(kind) || kind in texts);
    if (!question[0]?.[1]) { $("evidence-status").textContent = `${plural(rows.length, "sentence")} to search.`; return; }
    const all = kept.flatMap(n => (spans.get(n) || []).map(span => [n, ...span])), talks = new Set(kept.map(n => docs[rows[n][DOC]][TALK])).size;
    const heads = typed ? docs.filter(d => d[TITLE].match(pattern(typed) || /$^/)).length : 0;
    const inside = all.filter(([n, a, b]) => counts(rows[n], a, b)).length;
    $("evidence-status").textContent = [what ? plural(all.length, "hit") + (inside < all.length ? ` (${inside} in words that count)` : "") : "", plural(kept.length, "sentence"), plural(talks, "talk"), heads ? plural(heads, "title") + " besides" : ""].filter(Boolean).join(" · ");
    const family = question.find(([kind]) => kind === "family")?.[1], rate = rates[family];
    if (rate) body.append(make("p", `The whole family “${family}”: ${plural(rate[0], "hit")} in ${plural(rate[1], "word")} of ${plural(rate[2], "talk")}, ${rate[3]} in 1,000 words` + (rate[4] === null ? "." : ` (between ${rate[4]} and ${rate[5]}, 95 % interval over talks).`)));
    const near = typed && [...posts.family.keys()].find(name => fold(name) === fold(typed).replace(/\*$/, "").trim() || [...texts.family.get(name).values()].some(words => words.some(w => fold(w) === fold(typed))));
    if (near) { const p = make("p", "In the phrase book: "); p.append(term([["family", near]], near), " with all its spellings and its rate."); body.append(p); }
    if (kept.length) body.append(table(what ? all.map(([n]) => n) : kept, what ? "Hits" : "Sentences"));
    if (all.length && (typed || question.some(([kind]) => kind === "family"))) body.append(variants(all));
    body.append(list(kept, spans));
  }
  function table(ns, noun) {
    const years = new Map(), by = new Map();
    for (const n of ns) {
      const year = docs[rows[n][DOC]][YEAR] ?? "undated", person = persons[rows[n][PERSON]][0];
      years.set(year, 1 + (years.get(year) || 0));
      by.set(person, (by.get(person) || new Map()).set(year, 1 + (by.get(person)?.get(year) || 0)));
    }
    const columns = [...years.keys()].sort(), total = counted => [...counted.values()].reduce((a, b) => a + b, 0), frame = make("div", undefined, { className: "scroll counts", tabIndex: 0, ariaLabel: `${noun} by speaker and year` });
    frame.setAttribute("role", "group");
    const t = make("table"), line = (cells, tag) => { const tr = make("tr"); cells.forEach((c, i) => { const cell = make(tag || (i ? "td" : "th"), c); if (cell.tagName === "TH") cell.scope = tag ? "col" : "row"; tr.append(cell); }); return tr; };
    const head = make("thead"), rest = make("tbody"), order = [...by].sort((a, b) => total(b[1]) - total(a[1]) || (a[0] < b[0] ? -1 : 1));
    head.append(line([noun, ...columns, "all"], "th"));
    for (const [person, counted] of order.slice(0, 12)) rest.append(line([person, ...columns.map(y => counted.get(y) || "·"), total(counted)]));
    if (order.length > 12) rest.append(line([`${order.length - 12} others`, ...columns.map(y => order.slice(12).reduce((sum, [, c]) => sum + (c.get(y) || 0), 0) || "·"), order.slice(12).reduce((sum, [, c]) => sum + total(c), 0)]));
    t.append(head, rest); frame.append(t);
    return frame;
  }
  function variants(all) {
    const found = new Map();
    for (const [n, a, b] of all) { const v = fold(rows[n][TEXT].slice(a, b)); found.set(v, 1 + (found.get(v) || 0)); }
    const sorted = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return make("p", "Spellings: " + sorted.slice(0, 40).map(([v, n]) => `${v} ${n}`).join(", ") + (sorted.length > 40 ? ` and ${sorted.length - 40} more` : ""), { className: "variants" });
  }
  function list(kept, spans) {
    const ol = make("ol"), more = make("button", "", { type: "button" }), wrap = make("div");
    let shown = 0;
    const add = () => {
      for (const n of kept.slice(shown, shown + STEP)) ol.append(item(n, spans.get(n) || []));
      shown = Math.min(kept.length, shown + STEP);
      more.textContent = `Show ${Math.min(STEP, kept.length - shown)} more of ${kept.length - shown}`;
      more.hidden = shown >= kept.length;
    };
    more.onclick = () => { const at = shown; add(); ol.children[at]?.querySelector("a").focus(); };
    add();
    const save = make("button", "These sentences (CSV)", { type: "button" });
    save.onclick = () => download("sentences.csv", csv(kept.map(n => ({ talk: docs[rows[n][DOC]][TALK], speaker: persons[rows[n][PERSON]][0], mode: modes[rows[n][MODE]], outlet: docs[rows[n][DOC]][OUTLET], title: docs[rows[n][DOC]][TITLE], sentence: rows[n][TEXT].replace(/\s+/g, " ") }))));
    wrap.append(ol, more, ...(kept.length ? [" ", save] : []));
    return wrap;
  }
  function item(n, spans) {
    const r = rows[n], d = docs[r[DOC]], li = make("li"), meta = make("p", "", { className: "meta" }), words = make("p"), place = make("a", "in its place", { href: `${d[PAGE]}?from=${encodeURIComponent(here + location.hash)}#s${r[SENT]}` });
    meta.append(make("b", persons[r[PERSON]][0]), ` · ${d[TALK]}${d[PRECISION] === "day" ? "" : ` (known to the ${d[PRECISION]})`} · as reported by ${d[OUTLET]} · `, place);
    place.setAttribute("aria-label", `Sentence ${r[SENT] + 1} of “${d[TITLE]}”, in its place`);
    li.style.setProperty("--who", persons[r[PERSON]][1]);
    let at = 0;
    for (const [a, b] of spans.sort((x, y) => x[0] - y[0])) if (a >= at) { words.append(r[TEXT].slice(at, a), make("mark", r[TEXT].slice(a, b))); at = b; }
    words.append(r[TEXT].slice(at));
    li.append(meta, words);
    return li;
  }

  // --- to take along
  const csv = table => { const keys = Object.keys(table[0] || {}); return [keys, ...table.map(row => keys.map(k => row[k]))].map(r => r.map(v => `"${String(v ?? "").replace(/^([=+@\t\r]|-(?![\d.]))/, "'$1").replace(/"/g, '""')}"`).join(",")).join("\r\n") + "\r\n"; };
  function download(name, text, type = "text/csv") {
    const url = URL.createObjectURL(new Blob(["\ufeff".repeat(type === "text/csv"), text], { type }));
    make("a", "", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  // --- names in findings, rows and cells of tables
  function term(question, text) {
    const button = make("button", text, { type: "button", className: "term" });
    button.onclick = () => choose(question, button);
    return button;
  }
  function findings() {
    const names = [...posts.person.keys(), ...posts.talk.keys()].filter(v => v.length > 3 && !/^\d{4}$/.test(v)).sort((a, b) => b.length - a.length).map(quote).join("|");
    const rx = new RegExp(`“([^”]+)”|(?<![\\p{L}\\p{N}-])(${names || "$^"})(?![\\p{L}\\p{N}-])`, "gu");
    for (const place of document.querySelectorAll(".findings strong")) for (const node of [...place.childNodes].filter(c => c.nodeType === 3)) {
      const parts = []; let at = 0;
      for (const m of node.data.matchAll(rx)) {
        const value = m[1] || m[2], kind = m[1] ? ["family", "issue", "find"].find(k => known(k, value.replace(/ …$/, ""))) : ["person", "talk"].find(k => known(k, value));
        const question = [[kind, value.replace(/ …$/, "")]];
        if (!kind || !answer(question).kept.length) continue;
        const before = node.data.slice(at, m.index), bracket = before.endsWith("(") ? "(" : "", tied = make("span", bracket, { className: "tied" });
        tied.append(term(question, m[0]));
        parts.push(before.slice(0, before.length - bracket.length), tied); at = m.index + m[0].length;
      }
      if (parts.length) node.replaceWith(...parts, node.data.slice(at));
    }
  }
  // One stop for the Tab key in each group; arrows move within it.
  function rove(group, items) {
    if (!items.length) return;
    items.forEach((item, i) => item.setAttribute("tabindex", i ? -1 : 0));
    group.addEventListener("keydown", event => {
      const at = items.indexOf(event.target), to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      const next = items[Math.max(0, Math.min(items.length - 1, to))];
      event.target.setAttribute("tabindex", -1); next.setAttribute("tabindex", 0); next.focus();
    });
  }
  const KEYS = { Speaker: "person", Talk: "talk", Issue: "issue", Rule: "rule", Person: "person", Family: "family", Word: "word", "Speech act": "act", concept: "family", "said more by": "difference", "Difference per 1,000": "difference" };
  function tables() {
    for (const t of document.querySelectorAll(".output table, figcaption table")) {
      const heads = [...t.tHead?.rows || []].map(r => [...r.cells].map(c => c.textContent.trim())), lines = [...t.tBodies[0]?.rows || []], buttons = [];
      if (!heads.length || t.closest("article")) continue;
      const index = heads.length > 1 ? heads[1] : [], names = heads[0].map((h, i) => KEYS[index[i] || h] || index[i] || h), acts = lines.map(r => r.cells[names.indexOf("act")]?.textContent);
      const act = acts.every(a => a === undefined || posts.act.has(a)) ? "act" : "reporting", across = heads.length > 1 ? heads[0].slice(0, index.filter(Boolean).length).reverse().find(Boolean) : "";
      let carried = {};
      for (const row of lines) {
        const cells = [...row.cells], shift = heads[0].length - cells.length, own = {};  // pandas writes a repeated label once
        if (shift > 0) Object.assign(own, carried);
        cells.forEach((c, i) => { const name = names[i + shift]; if (name) own[name === "act" ? act : name] = c.textContent.trim(); });
        carried = own;
        const whole = ask(own).filter(([kind]) => !(kind === "talk" && across));
        if (across) cells.forEach((c, i) => {
          const question = ask({ ...Object.fromEntries(whole), [across]: heads[0][i + shift] });
          if (c.tagName === "TD" && question.length > whole.length && /^[\d.,]+$/.test(c.textContent) && +c.textContent.replace(/,/g, "")) put(c, question);
        });
        const first = cells.find((c, i) => ["variant", "word", "family", "issue", "act", "rule", "mode", "person", "talk_a"].includes(names[i + shift]) && !c.querySelector("a")) || (names.includes("talk") && cells.find((c, i) => names[i + shift] !== "talk" && !c.querySelector("a") && c.textContent.trim()));
        if (!first || !whole.length || (whole.every(([kind]) => kind !== "word" && kind !== "find") && !answer(whole).kept.length)) continue;
        put(first, whole);
        if (!across) row.addEventListener("click", event => event.target.closest("a,button") || getSelection().toString() || choose(whole, first.firstElementChild));
      }
      function put(cell, question) {
        const button = term(question, cell.textContent);
        cell.replaceChildren(button); buttons.push(button);
      }
      rove(t, buttons);
    }
  }
  // Long tables show a page at a time.
  function pages(limit = 50) {
    for (const t of document.querySelectorAll("main table")) {
      const lines = [...t.tBodies[0]?.rows || []], more = make("button", "", { type: "button" });
      if (lines.length <= limit + 10) continue;
      let shown = 0;
      const add = n => { shown += n; lines.forEach((r, i) => { r.hidden = i >= shown; }); more.textContent = `Show ${Math.min(limit, lines.length - shown)} more of ${lines.length - shown} rows`; more.hidden = shown >= lines.length; };
      more.onclick = () => add(limit);
      add(limit);
      t.after(more);
      addEventListener("beforeprint", () => lines.forEach(r => { r.hidden = false; }));
    }
  }

  window.evidence = { answer, ask, choose, csv, download, rove };
  findings(); tables(); pages();
  for (const button of document.querySelectorAll(".ask")) {
    button.hidden = false;
    button.onclick = () => { opener = button; history.pushState(null, "", "#find:"); show(); input.focus(); };
  }
  let timer;
  input.oninput = () => { clearTimeout(timer); timer = setTimeout(() => { history.replaceState(null, "", address([["find", input.value]])); show(); }, 120); };
  $("evidence-close").onclick = close;
  addEventListener("keydown", event => event.key === "Escape" && !panel.hidden && close());
  addEventListener("hashchange", show);
  show();
})();
