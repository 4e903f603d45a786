// Links to the glossary: a pointer, the keyboard or a first tap shows what a word means beside it;
// a click, or a second tap, opens the glossary, which scrolls to the word and marks it.
"use strict";
(function () {
  if (window.LeopardTerms) return;
  window.LeopardTerms = true;
  var tip = document.createElement("div"), shown = null, touched = false;
  tip.id = "leopard-term-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;

  function linkOf(event) {
    return event.target.closest && event.target.closest("a.term");
  }
  function hide() {
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  }
  function show(link) {
    if (link === shown) return;
    hide();
    // The browser's own tip would stand on top of ours, and never for the keyboard.
    if (link.title) {
      link.setAttribute("data-says", link.title);
      link.removeAttribute("title");
    }
    if (!link.getAttribute("data-says")) return;
    shown = link;
    tip.textContent = link.getAttribute("data-says");
    document.body.append(tip);
    tip.hidden = false;
    link.setAttribute("aria-describedby", tip.id);
    place(link);
  }
  function place(link) {
    var box = link.getClientRects()[0] || link.getBoundingClientRect(), own = tip.getBoundingClientRect();
    var width = document.documentElement.clientWidth, above = box.top - own.height - 6;
    tip.style.left = Math.max(8, Math.min(box.left, width - own.width - 8)) + "px";
    tip.style.top = (above > 8 ? above : box.bottom + 6) + "px";
  }
  document.addEventListener("pointerover", function (event) {
    var link = linkOf(event);
    if (link && event.pointerType !== "touch") show(link);
    else if (shown && event.target !== tip && document.activeElement !== shown) hide();
  });
  document.addEventListener("focusin", function (event) {
    var link = linkOf(event);
    if (link && !touched) show(link);
    else if (!link) hide();
  });
  document.addEventListener("focusout", function (event) { if (linkOf(event)) hide(); });
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (!linkOf(event)) hide();
  }, true);
  document.addEventListener("click", function (event) {
    var link = linkOf(event);
    if (!link || !touched || link === shown) return;
    event.preventDefault();
    show(link);
  }, true);
  document.addEventListener("keydown", function (event) {
    touched = false;
    if (event.key === "Escape") hide();
  }, true);
  document.addEventListener("scroll", hide, true);

  // The entry that the address names may come later than the page.
  var went = "";
  function go() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (id === went || !/^term-[a-z0-9-]+$/.test(id)) return;
    var entry = document.getElementById(id);
    if (!entry) return;
    went = id;
    document.querySelectorAll("[data-term-found]").forEach(function (one) { one.removeAttribute("data-term-found"); });
    entry.setAttribute("data-term-found", "");
    entry.setAttribute("tabindex", "-1");
    // Once the page has taken its place: what stands above it may still be growing.
    requestAnimationFrame(function () {
      entry.scrollIntoView({ block: "center" });
      entry.focus({ preventScroll: true });
    });
  }
  // The glossary's search: it needs this script, so it is hidden without it.
  function findable() {
    document.querySelectorAll("[data-term-find][hidden]").forEach(function (box) { box.hidden = false; });
  }
  document.addEventListener("input", function (event) {
    var box = event.target.closest && event.target.closest("[data-term-find]");
    if (!box) return;
    var part = box.parentNode, asked = event.target.value.trim().toLowerCase(), left = 0;
    part.querySelectorAll("[data-finds]").forEach(function (entry) {
      var fits = entry.getAttribute("data-finds").indexOf(asked) >= 0;
      entry.hidden = !fits;
      if (fits) left += 1;
    });
    part.querySelector("[data-term-none]").hidden = left > 0;
  });
  new MutationObserver(function () { findable(); go(); }).observe(document.documentElement, { subtree: true, childList: true });
  window.addEventListener("hashchange", function () { went = ""; go(); });
  findable();
  go();
})();
