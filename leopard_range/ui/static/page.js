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
    if (mark) hear(mark.getAttribute("data-leopard-said") || "");
    // Words for Streamlit's box for files; the style sheet writes them there.
    var bring = document.querySelector("[data-bring]");
    if (bring) {
      document.documentElement.style.setProperty("--bring", JSON.stringify(bring.dataset.bring));
      document.documentElement.style.setProperty("--bring-more", JSON.stringify(bring.dataset.bringMore));
      document.documentElement.style.setProperty("--bring-big", JSON.stringify(bring.dataset.bringBig || ""));
    }
  }
  // Streamlit says some things by itself, always in English: each is put into the reader's language where
  // it stands. What stood there is kept, for readers who change the language.
  var address = null, said = {}, patterns = [], before = new WeakMap();
  var SPOKEN = ["aria-label", "title", "placeholder"];
  function hear(wanted) {
    if (wanted === address) return;
    address = wanted;
    var coming = wanted ? fetch("./" + wanted).then(function (answer) { return answer.json(); }) : Promise.resolve({});
    coming.then(function (words) {
      if (wanted !== address) return;
      said = words;
      patterns = Object.keys(words).filter(function (text) { return text.indexOf("{") >= 0; }).map(function (text) {
        var names = text.match(/\{\w+\}/g);
        var parts = text.split(/\{\w+\}/).map(function (part) { return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); });
        return { form: new RegExp("^" + parts.join("(.+?)") + "$"), names: names, text: words[text] };
      });
      say(document.documentElement);
    }, function () { address = null; });
  }
  function inTheirs(text) {
    var bare = text.trim();
    if (!bare) return text;
    if (Object.prototype.hasOwnProperty.call(said, bare)) return text.replace(bare, function () { return said[bare]; });
    for (var i = 0; i < patterns.length; i += 1) {
      var found = patterns[i].form.exec(bare);
      if (found) return patterns[i].names.reduce(function (made, name, at) {
        return made.replace(name, function () { return found[at + 1]; });
      }, patterns[i].text);
    }
    return text;
  }
  function put(node, name, now, set) {
    var kept = before.get(node) || {}, one = kept[name];
    var english = one && one.shown === now ? one.english : now, wanted = inTheirs(english);
    if (wanted === english && !one) return;
    kept[name] = { english: english, shown: wanted };
    before.set(node, kept);
    if (wanted !== now) set(wanted);
  }
  function ours(node) { // our own words are in the reader's language already
    return !node || node.closest(".stHtml, script, style, textarea");
  }
  function sayText(node) {
    put(node, "data", node.data, function (text) { node.data = text; });
  }
  function sayNames(node) {
    SPOKEN.forEach(function (name) {
      var now = node.getAttribute(name);
      if (now) put(node, name, now, function (text) { node.setAttribute(name, text); });
    });
    // The frame's own title is the name by which the map is found.
    var name = node.tagName === "IFRAME" && /st_folium$/.test(node.title) ? said.Map || "Map" : "";
    if (name && node.getAttribute("aria-label") !== name) node.setAttribute("aria-label", name);
  }
  function say(root) {
    if (root.nodeType === 3) { if (!ours(root.parentElement)) sayText(root); return; }
    if (root.nodeType !== 1 || ours(root)) return;
    sayNames(root);
    var walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, function (node) {
      return node.nodeType === 1 && node.matches(".stHtml, script, style, textarea") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    });
    while (walk.nextNode()) {
      if (walk.currentNode.nodeType === 3) sayText(walk.currentNode);
      else sayNames(walk.currentNode);
    }
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "childList") change.addedNodes.forEach(say);
      else if (change.type === "characterData") say(change.target);
      else if (!ours(change.target)) sayNames(change.target);
    });
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SPOKEN
  });
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
  // What can be played with, and words of the glossary, bring their script and style once a page holds some.
  var addresses = document.currentScript.dataset;
  var brought = { learn: "[data-learn]", terms: "a.term, [id^=term-]" };
  function bring() {
    Object.keys(brought).forEach(function (name) {
      if (!document.querySelector(brought[name])) return;
      var style = document.createElement("link"), script = document.createElement("script");
      style.rel = "stylesheet";
      style.href = addresses[name + "Css"];
      script.src = addresses[name + "Js"];
      delete brought[name];
      document.head.append(style, script);
    });
  }
  new MutationObserver(bring).observe(document.documentElement, { subtree: true, childList: true });
  bring();
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-save]");
    if (!link) return;
    var wanted = new URLSearchParams(location.search);
    wanted.set("lang", document.documentElement.lang);
    link.href = "./save/" + link.getAttribute("data-save") + "?" + wanted;
  }, true);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-view]");
    if (!link) return;
    var url = new URL(link.href);
    var now = new URLSearchParams(location.search);
    ["v", "on", "year", "op", "step"].forEach(function (name) {
      if (now.has(name)) url.searchParams.set(name, now.get(name));
      else url.searchParams.delete(name);
    });
    link.href = url.href;
  }, true);
  // Places: what names one on the page shows it on the map, and the chart of widths goes along with it.
  function point(place) {
    document.dispatchEvent(new CustomEvent("leopard:place", { detail: place }));
  }
  function placed(event, go) {
    var node = event.target.closest && event.target.closest("[data-place]");
    if (!node) return false;
    var at = node.getAttribute("data-place").split(",").map(Number);
    point({ lat: at[0], lon: at[1], text: node.textContent, go: go });
    return true;
  }
  document.addEventListener("click", function (event) { placed(event, true); });
  document.addEventListener("focusin", function (event) { placed(event, false); });
  document.addEventListener("pointerover", function (event) { placed(event, false); });
  document.addEventListener("pointerout", function (event) {
    if (event.target.closest && event.target.closest("[data-place]")) point(null);
  });
  function chart(from) { return from && from.closest && from.closest("[data-lr-along]"); }
  function follow(box, at, tell) {
    var points = JSON.parse(box.dataset.lrAlong), ends = box.dataset.ends.split(",").map(Number);
    at = Math.min(points.length - 1, Math.max(0, at));
    var last = points[points.length - 1][2] || 1, one = points[at];
    var says = box.dataset.says.replace("{along}", (one[2] / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }))
      .replace("{width}", Math.round(one[3]).toLocaleString(document.documentElement.lang));
    box.setAttribute("aria-valuenow", at);
    box.setAttribute("aria-valuetext", says);
    box.style.setProperty("--at", (ends[0] + (ends[1] - ends[0]) * one[2] / last) * 100 + "%");
    box.setAttribute("data-on", "");
    box.querySelector("output").textContent = says;
    if (tell) point({ lat: one[0], lon: one[1], text: says, go: tell === "go" });
  }
  function nearest(box, event) {
    var points = JSON.parse(box.dataset.lrAlong), ends = box.dataset.ends.split(",").map(Number);
    var frame = box.getBoundingClientRect(), last = points[points.length - 1][2] || 1;
    var wanted = ((event.clientX - frame.left) / frame.width - ends[0]) / (ends[1] - ends[0]) * last, best = 0;
    points.forEach(function (one, i) { if (Math.abs(one[2] - wanted) < Math.abs(points[best][2] - wanted)) best = i; });
    return best;
  }
  document.addEventListener("pointermove", function (event) {
    var box = chart(event.target);
    if (box) follow(box, nearest(box, event), "show");
  });
  document.addEventListener("pointerdown", function (event) {
    var box = chart(event.target);
    if (box) follow(box, nearest(box, event), "go");
  });
  document.addEventListener("pointerout", function (event) {
    var box = chart(event.target);
    if (!box || (event.relatedTarget && box.contains(event.relatedTarget)) || document.activeElement === box) return;
    box.removeAttribute("data-on");
    point(null);
  });
  document.addEventListener("focusout", function (event) {
    var box = chart(event.target);
    if (box) { box.removeAttribute("data-on"); point(null); }
  });
  ["mouseover", "focusin"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var list = event.target.closest && event.target.closest(".decision[data-quiet]");
      if (list) list.removeAttribute("data-quiet");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      // What a pointer resting on a number keeps open goes as well, until it moves to another.
      document.querySelectorAll(".decision").forEach(function (list) { list.setAttribute("data-quiet", ""); });
      if (event.target.closest && event.target.closest(".decision")) event.target.blur();
    }
    var box = chart(event.target);
    if (!box) return;
    var at = Number(box.getAttribute("aria-valuenow")), most = Number(box.getAttribute("aria-valuemax"));
    var to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageUp: at + 10, PageDown: at - 10, Home: 0, End: most }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    follow(box, to, "go");
  });
  document.addEventListener("leopard:near", function (event) {
    var box = document.querySelector("[data-lr-along]");
    if (!box || !box.dataset) return;
    follow(box, event.detail.at, "show");
  });
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
