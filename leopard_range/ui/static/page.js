// Keeps the page's lang attribute in step with the language the reader chose:
// Streamlit always says "en", and screen readers pick their voice by it.
// Links marked data-save get what the map has written into the address since
// the page was drawn, so that the file shows the map as the reader left it.
"use strict";
(function () {
  function sync() {
    var mark = document.querySelector("[data-leopard-lang]");
    var lang = mark && mark.getAttribute("data-leopard-lang");
    if (lang && document.documentElement.lang !== lang) document.documentElement.lang = lang;
    // Words for Streamlit's box for files; the style sheet writes them there.
    var bring = document.querySelector("[data-bring]");
    if (bring) {
      document.documentElement.style.setProperty("--bring", JSON.stringify(bring.dataset.bring));
      document.documentElement.style.setProperty("--bring-more", JSON.stringify(bring.dataset.bringMore));
      document.documentElement.style.setProperty("--bring-big", JSON.stringify(bring.dataset.bringBig || ""));
    }
  }
  new MutationObserver(sync).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-leopard-lang", "lang"]
  });
  sync();
  // The story's step carries the state the map shall take; the map stays as it is and is told of it.
  var told = "", frame = null, waiting = 0;
  function tell() {
    var step = document.querySelector("[data-leopard-go]");
    var state = step && step.getAttribute("data-leopard-go");
    if (!state) return;
    var now = document.querySelector("iframe[title='streamlit_folium.st_folium']");
    if (state === told && now === frame) return;
    var map = now && now.contentWindow && now.contentWindow.LeopardMap;
    clearTimeout(waiting); // one wait at a time, however often the page changes meanwhile
    if (!map) { waiting = setTimeout(tell, 200); return; } // its frame is still loading
    told = state;
    frame = now;
    map.live(state);
  }
  new MutationObserver(tell).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-leopard-go"]
  });
  // Long tables come by address, not through the websocket, and are kept by the browser.
  function fill() {
    document.querySelectorAll("[data-part]:not([data-asked])").forEach(function (box) {
      box.setAttribute("data-asked", "");
      fetch("./" + box.getAttribute("data-part")).then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).then(function (html) { box.innerHTML = html; }, function () {
        box.textContent = box.getAttribute("data-sorry");
      }).then(function () { box.setAttribute("data-filled", ""); });
    });
  }
  new MutationObserver(fill).observe(document.documentElement, { subtree: true, childList: true });
  fill();
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-save]");
    if (!link) return;
    var wanted = new URLSearchParams(location.search);
    wanted.set("lang", document.documentElement.lang);
    link.href = "./save/" + link.getAttribute("data-save") + "?" + wanted;
  }, true);
  // Notes are saved at every pause; Streamlit itself waits until the field is left.
  var pause = new Map();
  function boxOf(area) {
    return area instanceof HTMLTextAreaElement && area.closest("[class*='st-key-notebox-']");
  }
  function keep(area) {
    pause.delete(area);
    if (!area.isConnected) return;
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
    pause.set(area, setTimeout(function () {
      pause.delete(area);
      var said = boxOf(area) && boxOf(area).querySelector(".saved[data-state]");
      if (!said) return; // its answer has come and says when
      said.setAttribute("data-state", "late");
      keep(area);
    }, 3000));
  }
  function typed(event) {
    var box = boxOf(event.target);
    if (!box) return;
    var said = box.querySelector(".saved");
    if (said) said.setAttribute("data-state", "saving");
    clearTimeout(pause.get(event.target));
    // A syllable that is still being put together is not text yet.
    if (!event.isComposing) pause.set(event.target, setTimeout(keep, 700, event.target));
  }
  document.addEventListener("input", typed, true);
  document.addEventListener("compositionend", typed, true);
  window.addEventListener("beforeunload", function (event) {
    // A copy: keep() puts the field back, and the walk would meet it again without end.
    Array.from(pause.keys()).forEach(function (area) { clearTimeout(pause.get(area)); keep(area); });
    if (document.querySelector(".saved[data-state]")) event.preventDefault();
  });
})();
