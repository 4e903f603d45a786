// What can be played with on the page Learn. A part of a page that holds data-learn is brought to life
// once, also when the page is drawn again around it. Every word comes from the page; nothing is asked of
// a server. Without this script the same parts can be read.
"use strict";
(function () {
  if (window.LeopardLearn) return;

  // ---- small tools ------------------------------------------------------------------------------
  function put(node, attributes, inside) {
    Object.keys(attributes || {}).forEach(function (name) {
      if (name.slice(0, 2) === "on") node.addEventListener(name.slice(2), attributes[name]);
      else if (attributes[name] !== null && attributes[name] !== undefined && attributes[name] !== false) node.setAttribute(name, attributes[name] === true ? "" : attributes[name]);
    });
    (inside === undefined ? [] : [].concat(inside)).forEach(function (one) { node.append(one); });
    return node;
  }
  function el(tag, attributes, inside) { return put(document.createElement(tag), attributes, inside); }
  function draw(tag, attributes, inside) { return put(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, inside); }
  function button(text, press, kind) { return el("button", { type: "button", class: kind || null, onclick: press }, text); }
  var serial = 0;

  function Box(node) {
    this.node = node;
    this.stage = node.querySelector("[data-learn-stage]");
    this.words = JSON.parse(node.getAttribute("data-words") || "{}");
    this.data = JSON.parse(node.getAttribute("data-game") || "{}");
    this.lang = node.getAttribute("data-lang") || document.documentElement.lang;
    this.id = "learn-" + (++serial);
  }
  Box.prototype.say = function (name, blanks) {
    return (this.words[name] || "").replace(/\{(\w+)\}/g, function (all, key) { return blanks && key in blanks ? blanks[key] : all; });
  };
  Box.prototype.number = function (value, digits) {
    return value.toLocaleString(this.lang, { minimumFractionDigits: digits || 0, maximumFractionDigits: digits || 0 });
  };

  // mulberry32: small, and the same from the same seed.
  function chance(seed) {
    var state = (typeof seed === "number" ? seed : Math.floor(Math.random() * 4294967296)) >>> 0;
    return function () {
      state = (state + 0x6D2B79F5) >>> 0;
      var t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }
  // Some of `count` things, each set equally likely.
  function drawn(count, some, random) {
    var all = Array.from({ length: count }, function (_, i) { return i; });
    for (var i = 0; i < some; i++) {
      var j = i + Math.floor(random() * (count - i)), kept = all[i];
      all[i] = all[j];
      all[j] = kept;
    }
    return all.slice(0, some);
  }

  // ---- questions: the quiz and the spots ----------------------------------------------------------
  function questions(box) {
    var items = Array.from(box.stage.querySelectorAll("ol.questions > li")), at = 0, right = 0, first = true;
    if (!items.length) return;
    var place = el("p", { class: "at" }), bar = el("progress", { max: items.length, value: 0 });
    var said = el("p", { class: "said", role: "status" });
    var check = button(box.say("check"), answer, "primary"), next = button("", forward, "primary"), again = button(box.say("again"), restart, "primary");
    bar.setAttribute("aria-label", box.say("score", { right: 0, count: items.length }));
    box.stage.prepend(el("div", { class: "progress" }, [place, bar]));
    box.stage.append(said, el("div", { class: "buttons" }, [check, next, again]));
    items.forEach(function (item) {
      item.addEventListener("keydown", function (event) {
        if (event.key === "Enter" && event.target.type === "radio" && !check.hidden) { event.preventDefault(); answer(); }
      });
    });
    function tell(text, kind) {
      said.textContent = text;
      said.className = "said " + (kind || "");
    }
    function show() {
      var over = at >= items.length;
      items.forEach(function (item, i) { item.hidden = i !== at; });
      place.textContent = over ? "" : box.say("at", { at: at + 1, count: items.length });
      bar.value = at;
      check.hidden = over;
      next.hidden = true;
      again.hidden = !over;
      if (over) {
        var share = right / items.length;
        tell(box.say("score", { right: right, count: items.length }) + ". " + box.say(share === 1 ? "best" : share >= 0.6 ? "good" : "try"), "score");
      } else tell("");
      bar.setAttribute("aria-label", place.textContent || said.textContent);
      // The reader has just pressed a button that is gone now.
      if (!first) (over ? again : items[at].querySelector("input")).focus({ preventScroll: over });
      first = false;
    }
    function answer() {
      var item = items[at], chosen = item.querySelector("input:checked"), truth = box.data.right[at];
      if (!chosen) { tell(box.say("choose"), "hint"); item.querySelector("input").focus(); return; }
      var labels = item.querySelectorAll("label"), good = Number(chosen.value) === truth;
      labels.forEach(function (label, i) {
        label.toggleAttribute("data-right", i === truth);
        label.toggleAttribute("data-wrong", label.contains(chosen) && !good);
        label.querySelector("input").disabled = true;
      });
      right += good ? 1 : 0;
      tell(good ? box.say("right") : box.say("wrong", { answer: labels[truth].textContent.trim() }), good ? "good" : "bad");
      var why = item.querySelector(".because");
      if (why) said.append(" ", el("span", {}, why.textContent.replace(why.querySelector("b").textContent, "").trim()));
      item.querySelector("details").open = true;
      item.setAttribute("data-answered", "");
      check.hidden = true;
      next.hidden = false;
      next.textContent = box.say(at + 1 < items.length ? "next" : "end");
      bar.value = at + 1;
      next.focus({ preventScroll: true });
    }
    function forward() { at += 1; show(); }
    function restart() {
      at = right = 0;
      items.forEach(function (item) {
        item.removeAttribute("data-answered");
        item.querySelector("details").open = false;
        item.querySelectorAll("input").forEach(function (one) { one.checked = one.disabled = false; });
        item.querySelectorAll("label").forEach(function (one) { one.removeAttribute("data-right"); one.removeAttribute("data-wrong"); });
      });
      show();
    }
    show();
  }

  // ---- marbles --------------------------------------------------------------------------------------
  // Estimate: Chapman 1951; interval: Sadinle 2009, doi:10.1080/03610910903168595. Never fewer than were seen.
  function chapman(first, second, marked) {
    var both = marked + 0.5, one = first - marked + 0.5, other = second - marked + 0.5, seen = first + second - marked;
    var spread = 1.96 * Math.sqrt(1 / both + 1 / one + 1 / other + both / (one * other)), unseen = one * other / both;
    return {
      estimate: (first + 1) * (second + 1) / (marked + 1) - 1,
      low: Math.max(seen, seen - 0.5 + unseen * Math.exp(-spread)),
      high: Math.max(seen, seen - 0.5 + unseen * Math.exp(spread))
    };
  }
  function tried(count, handful, random) {
    var marked = drawn(count, handful, random).filter(function (one) { return one < handful; }).length;
    return chapman(handful, handful, marked);
  }
  function quantile(sorted, share) {
    var at = share * (sorted.length - 1), low = Math.floor(at);
    return sorted[low] + (at - low) * ((sorted[low + 1] === undefined ? sorted[low] : sorted[low + 1]) - sorted[low]);
  }
  function marble(x, y, r, marked) {
    var ball = draw("g", { transform: "translate(" + x.toFixed(1) + " " + y.toFixed(1) + ")" }, [draw("circle", { r: r, class: marked ? "marked" : "marble" })]);
    if (marked) ball.append(draw("path", { d: "M-" + r * 0.5 + "-" + r * 0.5 + "L" + r * 0.5 + " " + r * 0.5 + "M-" + r * 0.5 + " " + r * 0.5 + "L" + r * 0.5 + "-" + r * 0.5, class: "cross" }));
    return ball;
  }
  function marbles(box) {
    var random = chance(box.data.seed === null ? undefined : box.data.seed);
    var limits = box.data.handful, handful = limits[3], count, marks, second, step, clouds, ends;
    var jar = draw("svg", { class: "jar", viewBox: "0 0 200 240", role: "img" });
    var hand = draw("svg", { class: "hand", viewBox: "0 0 210 130", role: "img" });
    var said = el("p", { class: "said", role: "status" }), result = el("div", { class: "result" });
    var slider = el("input", { type: "range", min: limits[0], max: limits[1], step: limits[2], value: handful, id: box.id, oninput: function () { handful = Number(slider.value); shown.textContent = box.number(handful); act(); } });
    var shown = el("output", { for: box.id }, box.number(handful));
    var go = button("", forward, "primary"), repeat = button(box.say("repeat", { count: box.number(box.data.tries) }), many);
    var plot = el("div", { class: "plot" }), again = el("section", { class: "again", hidden: true }, [el("p", {}, box.say("more", { count: box.number(box.data.tries) })), el("div", { class: "buttons" }, [repeat]), plot]);
    box.stage.replaceChildren(
      el("div", { class: "setting" }, [el("label", { for: box.id }, box.say("handful")), slider, shown]),
      el("div", { class: "try" }, [
        el("div", { class: "table" }, [
          el("figure", {}, [jar, el("figcaption", {}, box.say("jar"))]),
          el("figure", {}, [hand, el("figcaption", {}, box.say("hand"))])
        ]),
        el("div", {}, [said, el("div", { class: "buttons" }, [go]), result])
      ]),
      again
    );
    function start() {
      count = box.data.fewest + Math.floor(random() * (box.data.most - box.data.fewest + 1));
      marks = [];
      second = [];
      clouds = [];
      step = 0;
      ends = null;
      plot.replaceChildren();
      result.replaceChildren();
      again.hidden = true;
      show(box.say("ready"));
    }
    function act() { go.textContent = box.say(["take", "back", "retake", "open", "new"][step]); slider.disabled = step > 0 && step < 4; }
    function show(text) {
      said.textContent = text;
      act();
      drawJar();
      drawHand(step === 1 ? marks : step >= 3 ? second : []);
    }
    function drawJar() {
      var open = step === 4, inHand = step === 1 ? marks : step === 3 ? second : [], side = 14.2, r = 6.2, wide = 11;
      var order = drawn(count, count, random), balls = draw("g", { class: "balls" });
      order.forEach(function (one, at) {
        if (!open && inHand.indexOf(one) >= 0) return;
        // Closed, they lie on top of each other so that nobody can count them.
        var row = Math.floor(at / wide), x = 28 + (at % wide) * side + (row % 2) * 3, y = 222 - row * 12.6;
        if (!open) { x += (random() - 0.5) * 16; y = 224 - (at / count) * 130 - random() * 24; }
        balls.append(marble(Math.min(176, Math.max(24, x)), Math.min(222, y), r, open && marks.indexOf(one) >= 0));
      });
      jar.replaceChildren(balls, draw("path", { class: open ? "glass" : "glass closed", d: "M34 26C34 42 14 44 14 66V214C14 226 22 234 34 234H166C178 234 186 226 186 214V66C186 44 166 42 166 26Z" }), draw("path", { class: "lid", d: "M30 8H170V26H30Z" }));
      if (!open) jar.append(draw("text", { x: 100, y: 160, class: "ask" }, "?"));
      jar.classList.toggle("shaken", step === 2);
      jar.setAttribute("aria-label", box.say("jar") + ": " + (open ? box.say("truth", { count: box.number(count) }) : "?"));
    }
    function drawHand(held) {
      var shownMarks = held.filter(function (one) { return marks.indexOf(one) >= 0; }).length;
      hand.replaceChildren(draw("rect", { x: 1, y: 1, width: 208, height: 128, rx: 10, class: "tray" }));
      held.slice().sort(function (a, b) { return (marks.indexOf(a) < 0) - (marks.indexOf(b) < 0); }).forEach(function (one, at) {
        hand.append(marble(17 + (at % 10) * 19.5, 16 + Math.floor(at / 10) * 19.5, 8.2, marks.indexOf(one) >= 0));
      });
      hand.classList.toggle("fresh", held.length > 0);
      hand.setAttribute("aria-label", box.say("hand") + ": " + (held.length ? (step === 1 ? box.say("taken", { count: box.number(held.length) }) : box.say("retaken", { count: box.number(held.length), marked: box.number(shownMarks) })) : box.say("empty")));
    }
    function forward() {
      if (step === 4) { start(); return; }
      step += 1;
      if (step === 1) {
        marks = drawn(count, handful, random);
        show(box.say("taken", { count: box.number(marks.length) }));
      } else if (step === 2) show(box.say("mixed", { count: box.number(marks.length) }));
      else if (step === 3) {
        second = drawn(count, marks.length, random);
        ends = chapman(marks.length, second.length, found());
        show(box.say("retaken", { count: box.number(second.length), marked: box.number(found()) }));
        result.replaceChildren(
          el("p", { class: "big" }, box.say("estimate", { estimate: box.number(Math.round(ends.estimate)) })),
          el("p", {}, box.say("interval", { low: box.number(Math.round(ends.low)), high: box.number(Math.round(ends.high)) })),
          scale(),
          el("p", { class: "sum" }, box.say("sum", { first: box.number(marks.length), second: box.number(second.length), marked: box.number(found()), estimate: box.number(Math.round(ends.estimate)) }))
        );
      } else {
        show(box.say("truth", { count: box.number(count) }) + " " + box.say(ends.low <= count && count <= ends.high ? "hit" : "miss"));
        result.querySelector(".scale").replaceWith(scale());
        again.hidden = false;
      }
    }
    function found() { return second.filter(function (one) { return marks.indexOf(one) >= 0; }).length; }
    function scale() {
      var most = Math.max(200, Math.ceil(ends.high / 50) * 50), line = el("div", { class: "scale", "aria-hidden": "true" });
      function at(value) { return Math.min(100, 100 * value / most) + "%"; }
      for (var tick = 0; tick <= most; tick += most > 400 ? 100 : 50) {
        var mark = el("span", { class: "tick" }, box.number(tick));
        mark.style.left = at(tick);
        line.append(mark);
      }
      var reach = el("i", { class: "reach" }), dot = el("i", { class: "dot" });
      reach.style.left = at(ends.low);
      reach.style.width = "calc(" + at(ends.high) + " - " + at(ends.low) + ")";
      dot.style.left = at(ends.estimate);
      line.append(reach, dot);
      if (step === 4) {
        var truth = el("i", { class: "truth" });
        truth.style.left = at(count);
        line.append(truth);
      }
      return line;
    }
    function many() {
      var size = handful, all = [], held = 0;
      for (var i = 0; i < box.data.tries; i++) {
        var one = tried(count, size, random);
        all.push(one.estimate);
        held += one.low <= count && count <= one.high ? 1 : 0;
      }
      all.sort(function (a, b) { return a - b; });
      clouds = clouds.filter(function (cloud) { return cloud.size !== size; }).concat({ size: size, all: all, held: held });
      clouds = clouds.slice(-3).sort(function (a, b) { return a.size - b.size; });
      drawClouds();
    }
    function drawClouds() {
      if (!clouds.length) return;
      var wide = Math.max(240, plot.clientWidth), most = count * 2.5, bins = Math.floor(wide / 6);
      var rows = clouds.map(function (cloud) {
        var heights = new Array(bins).fill(0), beyond = 0, tallest = 1;
        cloud.all.forEach(function (value) {
          var bin = Math.floor(value / most * bins);
          if (bin >= bins) beyond += 1;
          else tallest = Math.max(tallest, ++heights[bin]);
        });
        var high = Math.min(120, 10 + tallest * 5), gap = (high - 8) / tallest, picture = draw("svg", { class: "cloud", width: wide, height: high, viewBox: "0 0 " + wide + " " + high, "aria-hidden": "true" });
        heights.forEach(function (number, bin) {
          for (var k = 0; k < number; k++) picture.append(draw("circle", { cx: (bin + 0.5) * wide / bins, cy: high - 4 - k * gap, r: 2.4 }));
        });
        var x = count / most * wide;
        picture.append(draw("path", { d: "M" + x + " 0V" + high, class: "truth" }));
        return el("div", { class: "row" }, [el("p", {}, box.say("size") + ": " + box.number(cloud.size) + (beyond ? " · " + box.say("beyond", { count: box.number(beyond) }) : "")), picture]);
      });
      var body = clouds.map(function (cloud) {
        return el("tr", {}, [
          el("th", { scope: "row" }, box.number(cloud.size)),
          el("td", {}, box.say("range", { low: box.number(Math.round(quantile(cloud.all, 0.25))), high: box.number(Math.round(quantile(cloud.all, 0.75))) })),
          el("td", {}, box.say("share", { count: box.number(cloud.held), all: box.number(cloud.all.length) }))
        ]);
      });
      var head = el("tr", {}, ["size", "half", "held"].map(function (name) { return el("th", { scope: "col" }, box.say(name)); }));
      var spread = clouds.map(function (cloud) { return quantile(cloud.all, 0.75) - quantile(cloud.all, 0.25); });
      var narrower = spread.length > 1 && spread.every(function (one, i) { return !i || one < spread[i - 1]; });
      plot.replaceChildren(
        el("p", { class: "quiet" }, box.say("dots")), el("div", {}, rows),
        el("table", { class: "numbers" }, [el("thead", {}, head), el("tbody", {}, body)]),
        el("p", { class: "said good", role: "status" }, narrower ? box.say("lesson") : "")
      );
    }
    var wide = 0;
    new ResizeObserver(function () {
      if (plot.clientWidth !== wide) { wide = plot.clientWidth; drawClouds(); }
    }).observe(plot);
    start();
  }

  // ---- the leopard's way --------------------------------------------------------------------------
  var AROUND = [[-1, -1], [-1, 0], [-1, 1], [0, -1], [0, 1], [1, -1], [1, 0], [1, 1]];
  // The cost of every cell, as the study makes it: the ground's, and each line's crossing spread over it.
  function resistances(data) {
    var columns = data.ground[0].length, values = [];
    data.ground.forEach(function (row) {
      Array.from(row).forEach(function (code) { values.push(code === "." ? NaN : data.classes[parseInt(code, 36)].cost); });
    });
    data.lines.forEach(function (line) {
      line.cells.forEach(function (at) { values[at] += line.cost * data.width_km / data.cell_km; });
    });
    return { values: values, columns: columns, rows: data.ground.length };
  }
  function stepKm(data, land, a, b) {
    var rows = Math.abs(Math.floor(a / land.columns) - Math.floor(b / land.columns)), columns = Math.abs(a % land.columns - b % land.columns);
    return data.cell_km * (rows && columns ? Math.SQRT2 : 1);
  }
  // Kilometres of the best ground, from the last cell inside the start.
  function wayCost(data, path) {
    var land = resistances(data), cost = 0, km = 0, free = 0, home = 0, bare = resistances(Object.assign({}, data, { lines: [] }));
    path.forEach(function (at, i) { if (data.start.indexOf(at) >= 0) home = i; });
    for (var i = home + 1; i < path.length; i++) {
      var far = stepKm(data, land, path[i - 1], path[i]);
      km += far;
      cost += far * (land.values[path[i - 1]] + land.values[path[i]]) / 2;
      free += far * (bare.values[path[i - 1]] + bare.values[path[i]]) / 2;
    }
    return { cost: cost, km: km, lines: cost - free };
  }
  // Cells of a straight walk from one to another, without the first.
  function straight(land, a, b) {
    var row = Math.floor(a / land.columns), column = a % land.columns, found = [];
    var rows = Math.floor(b / land.columns) - row, columns = b % land.columns - column, steps = Math.max(Math.abs(rows), Math.abs(columns));
    for (var k = 1; k <= steps; k++) found.push((row + Math.round(rows * k / steps)) * land.columns + column + Math.round(columns * k / steps));
    return found;
  }
  function pattern(id, family, colour) {
    var marks = {
      forest: [["path", { d: "M.25 .12L.42 .42H.08ZM.75 .58L.92 .88H.58Z" }]],
      open: [["path", { d: "M.3 .2L.44 .45H.16Z" }]],
      grass: [["path", { d: "M.2 .42V.18M.32 .42V.25M.68 .87V.63M.8 .87V.7", class: "stroke" }]],
      near: [["circle", { cx: 0.25, cy: 0.25, r: 0.08 }], ["circle", { cx: 0.75, cy: 0.75, r: 0.08 }]],
      field: [["path", { d: "M0 .25H1M0 .75H1", class: "stroke" }]],
      town: [["path", { d: "M.15 .15H.45V.45H.15ZM.6 .55H.9V.85H.6Z" }]],
      water: [["path", { d: "M0 .5Q.25 .3 .5 .5T1 .5", class: "stroke" }]],
      high: [["path", { d: "M.1 .8L.5 .2L.9 .8", class: "stroke" }]]
    };
    return draw("pattern", { id: id, width: 1, height: 1, patternUnits: "userSpaceOnUse" }, [draw("rect", { width: 1, height: 1, fill: colour })].concat((marks[family] || []).map(function (one) {
      return draw(one[0], Object.assign({ class: "ink " + family }, one[1]));
    })));
  }
  function path(box) {
    var data = box.data, land = resistances(data), way = [], cursor = data.best[0], over = false, dragging = false, shown = false;
    var inStart = new Set(data.start), inGoal = new Set(data.goal), table = box.stage.querySelector(".scroll"), north = box.say("north").split("|");
    var crossing = {};
    data.lines.forEach(function (line) { line.cells.forEach(function (at) { (crossing[at] = crossing[at] || []).push(line); }); });
    var said = el("p", { class: "said", role: "status" }), cell = el("p", { class: "cell", role: "status" }), total = el("b"), km = el("b");
    var top = draw("g"), view = draw("svg", { viewBox: "-.15 -.15 " + (land.columns + 0.3) + " " + (land.rows + 0.3), "aria-hidden": "true" });
    var field = el("div", { class: "board", tabindex: 0, role: "application", "aria-label": box.say("board", { rows: land.rows, columns: land.columns }) + ". " + box.say("help") }, view);
    var undo = button(box.say("undo"), back), restart = button(box.say("restart"), start), best = button(box.say("show"), reveal);
    var pad = el("div", { class: "pad" });
    AROUND.forEach(function (to, i) {
      if (i === 4) pad.append(el("span", { "aria-hidden": "true" }));
      pad.append(el("button", { type: "button", "aria-label": north[i], onclick: function () { move(to); } }, "↖↑↗←→↙↓↘"[i]));
    });
    box.stage.replaceChildren(
      el("p", {}, box.say("lead")), el("p", { class: "quiet" }, box.say("help")), field, cell,
      el("div", { class: "play" }, [
        el("div", {}, [el("p", { class: "score" }, [el("span", {}, [box.say("points"), " ", total]), el("span", {}, [box.say("km"), " ", km])]), said, el("div", { class: "buttons" }, [undo, restart, best])]),
        pad
      ])
    );
    if (table) box.node.append(el("details", { class: "game-more" }, [el("summary", {}, box.say("table")), table]));
    ground();

    function ground() {
      var defs = draw("defs"), cells = draw("g"), codes = data.ground.join("");
      Object.keys(data.families).forEach(function (family) { defs.append(pattern(box.id + family, family, data.families[family][1])); });
      Array.from(codes).forEach(function (code, at) {
        var family = code === "." ? "water" : data.classes[parseInt(code, 36)].family;
        cells.append(draw("rect", { x: at % land.columns, y: Math.floor(at / land.columns), width: 1, height: 1, fill: "url(#" + box.id + family + ")" }));
      });
      view.append(defs, cells);
      ["river", "road", "railway"].forEach(function (kind) {
        data.lines.forEach(function (line) {
          if (line.kind !== kind) return;
          var d = line.drawn.map(function (points) { return "M" + points.map(function (at) { return at[0] + " " + at[1]; }).join("L"); }).join("");
          view.append(draw("path", { d: d, class: "casing " + kind }), draw("path", { d: d, class: "line " + kind }));
        });
      });
      [[inStart, "A"], [inGoal, "B"]].forEach(function (pair) {
        var d = "", rows = [], columns = [];
        pair[0].forEach(function (at) {
          var x = at % land.columns, y = Math.floor(at / land.columns);
          rows.push(y); columns.push(x);
          [[at - 1, x > 0, "M" + x + " " + y + "v1"], [at + 1, x < land.columns - 1, "M" + (x + 1) + " " + y + "v1"], [at - land.columns, y > 0, "M" + x + " " + y + "h1"], [at + land.columns, y < land.rows - 1, "M" + x + " " + (y + 1) + "h1"]].forEach(function (edge) {
            if (!edge[1] || !pair[0].has(edge[0])) d += edge[2];
          });
        });
        function middle(list) { return list.reduce(function (sum, one) { return sum + one; }, 0) / list.length + 0.5; }
        view.append(draw("path", { d: d, class: "edge casing" }), draw("path", { d: d, class: "edge" }), draw("text", { x: middle(columns), y: middle(rows), class: "end" }, pair[1]));
      });
      view.append(top);
    }
    function route(cells) {
      return "M" + cells.map(function (at) { return (at % land.columns + 0.5) + " " + (Math.floor(at / land.columns) + 0.5); }).join("L");
    }
    function show() {
      var head = way[way.length - 1], cost = wayCost(data, way);
      top.replaceChildren();
      if (shown) top.append(draw("path", { d: route(data.best), class: "best casing" }), draw("path", { d: route(data.best), class: "best" }));
      if (way.length > 1) top.append(draw("path", { d: route(way), class: "mine casing" }), draw("path", { d: route(way), class: "mine" }));
      top.append(draw("rect", { x: cursor % land.columns, y: Math.floor(cursor / land.columns), width: 1, height: 1, class: "cursor" }));
      top.append(draw("circle", { cx: head % land.columns + 0.5, cy: Math.floor(head / land.columns) + 0.5, r: 0.42, class: "cat" }));
      total.textContent = box.number(Math.round(cost.cost));
      km.textContent = box.number(Math.round(cost.km));
      undo.disabled = way.length < 2;
      best.textContent = box.say(shown ? "hide" : "show");
    }
    function about(at) {
      var code = data.ground[Math.floor(at / land.columns)][at % land.columns];
      if (code === ".") return box.say("blocked");
      var names = (crossing[at] || []).map(function (line) { return line.name; });
      return [box.say("cell", { row: Math.floor(at / land.columns) + 1, column: at % land.columns + 1 }), data.classes[parseInt(code, 36)].name].concat(
        names.length ? box.say("crossed", { names: names.join(", ") }) : [], box.say("each", { cost: box.number(land.values[at], land.values[at] % 1 ? 1 : 0) }),
        inStart.has(at) ? box.say("start") : inGoal.has(at) ? box.say("goal") : []
      ).join(" · ");
    }
    function look(at) { cursor = at; cell.textContent = about(at); show(); }
    function start() {
      way = [data.start[0]];
      over = shown = false;
      said.className = "said";
      said.textContent = box.say("inside");
      look(way[0]);
    }
    function walk(at) {
      if (over) return;
      if (inStart.has(at) && way.every(function (one) { return inStart.has(one); })) { way = [at]; look(at); return; }
      straight(land, way[way.length - 1], at).every(function (to) {
        if (isNaN(land.values[to])) { said.textContent = box.say("blocked"); return false; }
        if (way[way.length - 2] === to) way.pop();
        else way.push(to);
        cursor = to;
        over = inGoal.has(to);
        return !over;
      });
      look(cursor);
      if (over) finish();
      else {
        said.className = "said";
        said.textContent = box.say("walked", { place: box.say("cell", { row: Math.floor(cursor / land.columns) + 1, column: cursor % land.columns + 1 }), points: box.number(Math.round(wayCost(data, way).cost)) });
      }
    }
    function finish() {
      var mine = wayCost(data, way), more = Math.round((mine.cost / data.bestCost - 1) * 100);
      said.className = "said " + (more < 1 ? "good" : "score");
      said.textContent = [
        box.say("done", { points: box.number(Math.round(mine.cost)), best: box.number(Math.round(data.bestCost)) }),
        more < 1 ? box.say("perfect") : box.say(more <= 10 ? "close" : "far", { percent: box.number(more) }),
        box.say("lines", { points: box.number(Math.round(mine.lines)) })
      ].join(" ");
      shown = more >= 1;
      show();
    }
    function back() {
      if (way.length < 2) return;
      way.pop();
      over = false;
      said.className = "said";
      look(way[way.length - 1]);
      said.textContent = box.say("walked", { place: box.say("cell", { row: Math.floor(cursor / land.columns) + 1, column: cursor % land.columns + 1 }), points: box.number(Math.round(wayCost(data, way).cost)) });
    }
    function reveal() { shown = !shown; show(); }
    function shifted(from, to) {
      var row = Math.floor(from / land.columns) + to[0], column = from % land.columns + to[1];
      return row < 0 || column < 0 || row >= land.rows || column >= land.columns ? -1 : row * land.columns + column;
    }
    function move(to) {
      var at = shifted(way[way.length - 1], to);
      if (at >= 0) walk(at);
    }
    function under(event) {
      var frame = view.getBoundingClientRect(), side = frame.width / (land.columns + 0.3);
      var column = Math.floor((event.clientX - frame.left) / side - 0.15), row = Math.floor((event.clientY - frame.top) / side - 0.15);
      return row < 0 || column < 0 || row >= land.rows || column >= land.columns ? -1 : row * land.columns + column;
    }
    field.addEventListener("pointerdown", function (event) { dragging = event.pointerType === "mouse" && event.button === 0; });
    window.addEventListener("pointerup", function () { dragging = false; });
    field.addEventListener("pointermove", function (event) {
      var at = under(event);
      if (at < 0 || event.pointerType !== "mouse") return;
      if (dragging) { if (at !== way[way.length - 1]) walk(at); } else if (at !== cursor) look(at);
    });
    field.addEventListener("click", function (event) {
      var at = under(event);
      if (at >= 0 && at !== way[way.length - 1]) walk(at);
    });
    field.addEventListener("keydown", function (event) {
      var to = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (to) {
        var at = shifted(cursor, to);
        if (at >= 0) look(at);
      } else if (event.key === "Enter" || event.key === " ") { if (cursor !== way[way.length - 1]) walk(cursor); }
      else if (event.key === "Backspace") back();
      else return;
      event.preventDefault();
    });
    start();
  }

  // ---- the glossary: a search box that hides what does not fit -------------------------------------
  function glossary(box) {
    var field = box.node.querySelector("[data-learn-find]"), none = box.node.querySelector("[data-learn-none]");
    if (!field) return;
    field.addEventListener("input", function () {
      var wanted = field.value.trim().toLocaleLowerCase(), left = 0;
      box.node.querySelectorAll("[data-learn-term]").forEach(function (term) {
        term.hidden = term.textContent.toLocaleLowerCase().indexOf(wanted) < 0;
        left += term.hidden ? 0 : 1;
      });
      if (none) none.hidden = left > 0;
    });
  }

  var games = { quiz: questions, spots: questions, marbles: marbles, path: path, glossary: glossary };
  function mount() {
    document.querySelectorAll("[data-learn]:not([data-mounted])").forEach(function (node) {
      node.setAttribute("data-mounted", "");
      var game = games[node.getAttribute("data-learn")], box = new Box(node);
      if (game && (box.stage || game === glossary)) game(box);
    });
  }
  window.LeopardLearn = { chapman: chapman, wayCost: wayCost, mount: mount };
  new MutationObserver(mount).observe(document.documentElement, { subtree: true, childList: true });
  mount();
})();
