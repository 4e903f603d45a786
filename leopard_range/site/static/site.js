// Brings a light document to life: its map, the story's steps, choices, the language. Everything can be read without it.
"use strict";
(function () {
  const query = new URLSearchParams(location.search);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  document.documentElement.classList.add("js");

  /** Remember something in the address; some browsers refuse that for a file on a disk, and nothing is lost. */
  function remember(name, value) {
    const url = new URL(location.href);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    try {
      history.replaceState(history.state, "", url.href.replace(/%2C/gi, ",").replace(/%3A/gi, ":"));
    } catch (reason) {
      console.info(reason.message);
    }
  }

  /* ------------------------------------------------------------------ languages */

  /** The same page in another language keeps what the reader has set: map, step, part. */
  function kept(link) {
    const url = new URL(link.getAttribute("href"), document.baseURI);
    const asked = new URLSearchParams(location.search);
    asked.delete("lang"); // the folder says it, or the link itself
    if (url.searchParams.has("lang")) asked.set("lang", url.searchParams.get("lang"));
    url.search = asked.toString().replace(/%2C/gi, ",").replace(/%3A/gi, ":");
    url.hash = location.hash;
    return url.href;
  }

  const tongues = all("a[data-tongue]");
  for (const link of tongues)
    for (const kind of ["pointerdown", "click", "auxclick"])
      link.addEventListener(kind, () => link.setAttribute("href", kept(link)));

  /** A link from elsewhere may ask for a language; the first page asks the browser. */
  function elsewhere() {
    const first = document.body.dataset.leopardKind === "index";
    const asked = [query.get("lang"), ...(first ? [...navigator.languages, "en"] : [])];
    const codes = asked.filter(Boolean).map((code) => code.toLowerCase().split("-")[0]);
    const code = codes.find((one) => tongues.some((link) => link.dataset.tongue === one));
    const link = tongues.find((one) => one.dataset.tongue === code);
    if (!link || (!first && code === document.documentElement.lang)) return false;
    location.replace(kept(link));
    return true;
  }

  if (elsewhere()) return;

  /* ------------------------------------------------------------------ the map */

  if (query.get("embed") === "true" && document.querySelector(".map")) document.body.dataset.leopardKind = "embed";
  const place = document.querySelector("[data-leopard-map]");

  /* ------------------------------------------------------------------ the story */

  const steps = all(".steps[data-leopard-steps] > li");
  const turns = all("[data-turn]");
  const said = document.querySelector("[data-leopard-said]");
  let at = 0;

  function show(next) {
    at = Math.min(Math.max(next, 0), steps.length - 1);
    steps.forEach((step, i) => {
      step.hidden = i !== at;
      step.classList.toggle("here", i === at);
    });
    for (const turn of turns) {
      const back = Number(turn.dataset.turn) < 0;
      turn.disabled = back && at === 0;
      turn.hidden = !back && at === steps.length - 1;
    }
    all("[data-onward]").forEach((link) => (link.hidden = at < steps.length - 1));
    const go = steps[at].querySelector("[data-leopard-go]");
    if (go && place) LeopardMap.live(go.dataset.leopardGo);
  }

  function turn(by) {
    const from = at;
    const gone = document.activeElement; // a button that is hidden loses the keyboard
    show(at + by);
    if (at === from) return;
    remember("step", at ? String(at + 1) : null);
    const title = steps[at].querySelector("h1, h2");
    if (said && title) said.textContent = `${at + 1} / ${steps.length}: ${title.textContent}`;
    if (gone && gone.matches("[data-turn]") && (gone.hidden || gone.disabled))
      (gone.hidden ? document.querySelector("[data-onward]") : turns.find((one) => !one.hidden && !one.disabled)).focus();
  }

  if (steps.length) {
    show(LeopardMap.link ? LeopardMap.link.step(query, steps.length) : 0);
    for (const one of turns) one.addEventListener("click", () => turn(Number(one.dataset.turn)));
    document.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const busy = event.target.closest(".lr, input, select, textarea, summary, [role=slider]");
      if (!by || busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      turn(by);
    });
  }

  if (place) LeopardMap.mount(place.id, place.dataset.leopardMap);

  /* ------------------------------------------------------------------ choices */

  const choices = all(".choices fieldset");
  const parts = all("[data-choice]");

  function choose() {
    const chosen = choices.map((set) => set.querySelector("input:checked").value).join(" ");
    for (const part of parts) part.hidden = part.dataset.choice !== chosen;
  }

  if (parts.length) {
    for (const set of choices) set.addEventListener("change", choose);
    choose();
  }

  // A link may name a part of the page Learn or a lesson.
  const part = query.get("part") || (query.get("lesson") && `lesson-${query.get("lesson")}`);
  const asked = part && !location.hash && document.getElementById(part);
  if (asked) asked.scrollIntoView({ behavior: "instant" });

  /* ------------------------------------------------------------------ paper */

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
