// A page that stands by itself in a hall (?kiosk=true): nothing leads out, the story turns by itself,
// and after a rest everything is back at its start.
"use strict";
(function () {
  const asked = new URLSearchParams(location.search);
  if (document.body.dataset.leopardKind !== "kiosk" && asked.get("kiosk") !== "true") return;

  const KEPT = ["kiosk", "rest", "pace"]; // what every address inside carries on
  const PAGES = /(^|\/)((story|explore|then-now|learn)?(\.html)?)$/;
  const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart", "input"];

  /** Seconds that whoever sets the page up may choose. */
  function seconds(name, usual, least, most) {
    const value = asked.get(name) || "";
    return (/^[0-9]{1,4}$/.test(value) ? Math.min(most, Math.max(least, Number(value))) : usual) * 1000;
  }
  const REST = seconds("rest", 60, 2, 3600);
  const PACE = seconds("pace", 15, 2, 600);

  document.body.classList.add("kiosk");

  /* ---------------------------------------------------------------- ways that stay inside */

  function inside(link) {
    const url = new URL(link.href, location.href);
    const same = url.protocol === location.protocol && url.host === location.host;
    return same && !link.hasAttribute("download") && PAGES.test(url.pathname) ? url : null;
  }

  /** Links to our pages carry the kiosk on; every other one becomes the text it holds. */
  function close(root) {
    for (const link of root.querySelectorAll("a[href]:not([data-kiosk])")) {
      const url = inside(link);
      if (!url) {
        const text = document.createElement("span");
        text.append(...link.childNodes);
        link.replaceWith(text);
        continue;
      }
      link.removeAttribute("target");
      link.setAttribute("data-kiosk", "");
      if (link.getAttribute("href").startsWith("#")) continue;
      for (const name of KEPT) if (asked.has(name)) url.searchParams.set(name, asked.get(name));
      url.searchParams.set("kiosk", "true");
      link.href = url.href;
    }
  }
  close(document);
  new MutationObserver(() => close(document)).observe(document.body, { subtree: true, childList: true });

  // What comes too late to be rewritten, and what a browser does with a long press or a dragged picture.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      if (link && (!inside(link) || event.ctrlKey || event.metaKey || event.shiftKey)) event.preventDefault();
    },
    true,
  );
  for (const name of ["contextmenu", "dragstart", "auxclick"])
    document.addEventListener(name, (event) => event.preventDefault(), true);
  document.addEventListener("submit", (event) => event.preventDefault(), true);

  /* ---------------------------------------------------------------- back to the start */

  function memory(start) {
    try {
      if (!sessionStorage.getItem("leopard-kiosk")) sessionStorage.setItem("leopard-kiosk", start);
      return sessionStorage.getItem("leopard-kiosk");
    } catch (reason) {
      return start; // a browser that keeps nothing starts again in the language of the page
    }
  }
  const story = document.querySelector(".menu a[href]"); // the first page of the menu
  const start = memory(story ? story.href : location.href);
  const begin = () => location.replace(start);
  const isStory = document.body.dataset.leopardPage === "story";

  let touched = !isStory; // the story begins by itself; another page was opened by somebody
  let rest = 0;
  function wake() {
    clearTimeout(rest);
    if (touched) rest = setTimeout(begin, REST);
  }

  /* ---------------------------------------------------------------- the story turns by itself */

  let turning = 0;
  const knob = document.createElement("button");
  knob.type = "button";
  knob.className = "kiosk-turn";
  const words = document.body.dataset;

  function face() {
    knob.textContent = turning ? words.leopardPause : words.leopardPlay;
    knob.dataset.turning = String(Boolean(turning));
  }
  function stop() {
    clearInterval(turning);
    turning = 0;
    face();
  }
  function turn() {
    const next = document.querySelector('[data-turn="1"]');
    const last = !next || next.disabled || next.hidden || !next.offsetParent;
    if (last) begin();
    else next.click();
  }
  function play() {
    stop();
    turning = setInterval(turn, PACE);
    face();
  }

  for (const name of TOUCHES)
    document.addEventListener(
      name,
      (event) => {
        if (!event.isTrusted) return;
        touched = true;
        wake();
        const pressed = event.type !== "keydown" || event.key === "Enter" || event.key === " ";
        if (turning && !(knob.contains(event.target) && pressed)) stop();
      },
      { capture: true, passive: true },
    );
  knob.addEventListener("click", () => (turning ? stop() : play()));
  if (isStory) {
    document.body.append(knob);
    play();
  }
  wake();
})();
