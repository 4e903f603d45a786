/* The map of the Leopard Range Explorer.  Needs Leaflet 1.9 and nothing else.
 *
 * LeopardMap.mount(id, start)  makes the map; `start` is packed JSON {spec, root, view, state?, held?, inside?}:
 *                              `held` when files come by script elements, `inside` when it stands
 *                              in a page of ours, which reads its link here (link.js), not in a frame of the app's.
 * LeopardMap.live(state)       hands a new state to the mounted map (see obey).
 * LeopardMap.hold(name, text)  takes a file from a script element: gzip in base64.
 *
 * Text comes from the spec, in the reader's language, and is only ever set with textContent.
 * Every data layer has a pane of its own, so opacity and the swipe are plain CSS. Nothing here
 * talks to Streamlit: layers, opacity and years change without a byte on the wire.
 */
var LeopardMap = (function () {
  "use strict";

  const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");
  const PHONE = window.matchMedia("(max-width: 639px)");
  const COARSE = window.matchMedia("(pointer: coarse)");
  const INK = "#22302B";
  const QUIET = 0.4; // of the marks over an area: seen when looked for, silent otherwise
  const CARDS = ":scope > .lr-card, .lr-years, .lr-corner > *, .lr-divider > *"; // what stands on the map
  const HEAVY = 20000; // vertices above which a canvas beats SVG
  let app = null; // one map to a document
  let early = null; // state that came before the spec
  const parts_of = {}; // parts of the map that other scripts bring, by their flag

  /* ---------------------------------------------------------------- small tools */

  const unpack = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));

  /** Make an element; `children` are elements or plain text. */
  function el(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key === "cls" ? "class" : key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  function svg(tag, props, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(props)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  const ICONS = {
    plus: "M10 4v12M4 10h12",
    minus: "M4 10h12",
    close: "M5 5l10 10M15 5L5 15",
    full: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4",
    link: "M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",
    find: "M9 3.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M13 13l4 4",
    info: "M10 9v5M10 6v.5M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15",
    play: "M7 4.5v11l9-5.5z",
    pause: "M7 5v10M13 5v10",
    down: "M5 8l5 5 5-5",
    words: "M4 5h12M4 9h12M4 13h8",
    layers: "M10 3L2.5 7.5 10 12l7.5-4.5zM2.5 12L10 16.5 17.5 12",
    swap: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  };
  const icon = (name) =>
    svg(
      "svg",
      { viewBox: "0 0 20 20", "aria-hidden": "true", class: "lr-icon lr-icon-" + name },
      svg("path", { d: ICONS[name] }),
    );

  const button = (name, label, act, more) =>
    el(
      "button",
      { type: "button", cls: "lr-button", "aria-label": label, title: label, onclick: act, ...more },
      icon(name),
    );

  function t(key, blanks) {
    const text = own(app.spec.words, key) || key;
    return blanks ? text.replace(/\{(\w+)\}/g, (whole, name) => own(blanks, name) ?? whole) : text;
  }

  // What a file or a link says may be called "constructor" or "__proto__": only own keys count.
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const has = (flag) => app.spec.flags.includes(flag);
  const say = (text) => {
    app.status.textContent = text;
  };
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

  /** Call once per frame at most, with the last arguments. */
  function perFrame(act) {
    let last = null;
    return (...args) => {
      if (!last)
        requestAnimationFrame(() => {
          const now = last;
          last = null;
          act(...now);
        });
      last = args;
    };
  }

  function later(act, ms) {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    };
  }

  const held = (url) => document.querySelector(`script[data-file="${CSS.escape(url)}"]`);
  const kept = new Map(); // name of a file -> its content, or what waits for it

  /** Take a file that a script element brings: browsers refuse to fetch from a disk. */
  function hold(name, text) {
    kept.set(name, text);
  }

  /** Bring a file by a script element, once. */
  async function bring(url) {
    if (!kept.has(url)) {
      const coming = new Promise((done, failed) => {
        const script = el("script", { src: `${app.root}${url}.js`, onload: done, onerror: failed });
        document.head.append(script);
      });
      kept.set(url, coming);
      // A file that did not come may be asked for again.
      await coming.catch(() => kept.delete(url));
    }
    await kept.get(url);
    const text = kept.get(url);
    if (typeof text !== "string") throw new Error(`${url}: not there`);
    return text;
  }

  /** Read a file: from the page itself in an export, by a script element (gzip in base64), or over HTTP. */
  async function read(url, ...how) {
    const inline = held(url);
    let answer;
    if (inline || app.start.held) {
      const bytes = Uint8Array.from(atob(inline ? inline.textContent : await bring(url)), (c) => c.charCodeAt(0));
      answer = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
    } else {
      answer = await fetch(app.root + url, ...how);
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    }
    return answer.json();
  }

  const picture = (url) => (held(url) ? held(url).textContent : app.root + url);

  /* ---------------------------------------------------------------- geometry */

  const eachPoint = (coords, act) =>
    typeof coords[0] === "number" ? act(coords) : coords.forEach((part) => eachPoint(part, act));

  function extent(geometry) {
    const box = [180, 90, -180, -90];
    let count = 0;
    eachPoint(geometry.coordinates, ([x, y]) => {
      count += 1;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    });
    return { box, count };
  }

  const parts = (geometry) => (geometry.type.startsWith("Multi") ? geometry.coordinates : [geometry.coordinates]);

  /** Even-odd rule over all rings, so holes are outside. */
  function inside(geometry, x, y) {
    return parts(geometry).some((rings) => {
      let odd = false;
      for (const ring of rings) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [xi, yi] = ring[i],
            [xj, yj] = ring[j];
          if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
        }
      }
      return odd;
    });
  }

  function near(geometry, at, reach) {
    const pixel = ([x, y]) => app.map.latLngToContainerPoint([y, x]);
    if (geometry.type.endsWith("Point")) return parts(geometry).some((point) => pixel(point).distanceTo(at) <= reach);
    return parts(geometry).some((line) => {
      let last = null;
      return line.some((point) => {
        const next = pixel(point);
        const hit = last && L.LineUtil.pointToSegmentDistance(at, last, next) <= reach;
        last = next;
        return hit;
      });
    });
  }

  /* ---------------------------------------------------------------- layers */

  const lives = (from, to) => (from == null || app.year >= from) && (to == null || app.year <= to);

  const entryOf = (spec, properties) =>
    spec.by && spec.legend.find(([, , value]) => value === String(own(properties, spec.by)));
  const classOf = (spec, properties) => (entryOf(spec, properties) || [null, spec.style])[1];

  /** Colour and marks of an area in one fill: an SVG pattern, or the same tile for a canvas. Marks stand
   *  still on the ground while the map is dragged, and keep their size at every zoom. */
  function marked({ pattern, fill, alpha, ink }, canvas) {
    const tile = own(app.spec.marks, pattern);
    if (!tile) return fill;
    const key = [canvas, pattern, fill, alpha, ink].join();
    const [side, strokes, dots] = tile;
    if (own(app.tiles, key)) return app.tiles[key];
    if (canvas) {
      const sheet = el("canvas", { width: side * 2, height: side * 2 });
      const pen = sheet.getContext("2d");
      pen.scale(2, 2);
      Object.assign(pen, { fillStyle: fill || ink, globalAlpha: fill ? alpha : 0 });
      pen.fillRect(0, 0, side, side);
      Object.assign(pen, { fillStyle: ink, strokeStyle: ink, globalAlpha: QUIET });
      pen.stroke(new Path2D(strokes));
      pen.fill(new Path2D(dots));
      app.tiles[key] = ruler.createPattern(sheet, "repeat");
      app.tiles[key].setTransform(new DOMMatrix().scale(0.5));
      return app.tiles[key];
    }
    const id = "lr-marks-" + Object.keys(app.tiles).length;
    const size = { width: side, height: side };
    app.defs.append(
      svg(
        "pattern",
        { id, patternUnits: "userSpaceOnUse", ...size },
        svg("rect", { ...size, fill: fill || "none", "fill-opacity": alpha }),
        svg("path", { d: strokes, fill: "none", stroke: ink, "stroke-opacity": QUIET }),
        svg("path", { d: dots, fill: ink, "fill-opacity": QUIET }),
      ),
    );
    return (app.tiles[key] = `url(#${id})`);
  }

  function paint(spec, properties, canvas, flat) {
    const style = classOf(spec, properties);
    // An approximate place is a circle of the published area: never drawn like a boundary.
    const rough = properties.method === "approximate";
    return {
      stroke: Boolean(style.stroke),
      color: style.stroke || style.fill,
      weight: rough ? 1.5 : style.weight,
      dashArray: rough ? "3 5" : style.dash || null,
      lineCap: style.dash || rough ? "butt" : "round",
      fill: Boolean(style.fill || (style.pattern && !flat)) && !rough,
      fillColor: flat ? style.fill : marked(style, canvas),
      fillOpacity: flat || !style.pattern ? style.alpha : 1,
    };
  }

  /** One feature -> one Leaflet layer with what a click and the year need to know. */
  function makeItem(layer, feature, options) {
    const properties = feature.properties || {};
    const area = feature.geometry.type.endsWith("Polygon");
    // The colour of cells may be blurred, their marks may not: two shapes.
    const cells = layer.spec.kind === "cells";
    const look = paint(layer.spec, properties, options.renderer instanceof L.Canvas, cells || !area);
    const style = { ...options, ...look, fill: look.fill && area, interactive: false };
    const drawn = L.GeoJSON.geometryToLayer(feature, {
      ...style,
      pointToLayer: (_, at) =>
        L.circleMarker(at, {
          ...style,
          radius: style.weight < 1 ? 3 : 5,
          fillColor: style.fillColor || style.color,
          fillOpacity: 1,
          fill: true,
        }),
    });
    const shape = cells ? L.layerGroup([drawn, makeMarks(layer, feature)].filter(Boolean)) : drawn;
    return { layer, feature, properties, shape, drawn, ...extent(feature.geometry) };
  }

  function makeMarks(layer, feature) {
    const style = classOf(layer.spec, feature.properties);
    if (!style.pattern) return null;
    layer.marks = layer.marks || L.svg({ pane: "lr-" + layer.spec.id, padding: 0.5 });
    const fillColor = marked({ ...style, fill: "" }, false);
    const options = { renderer: layer.marks, interactive: false, stroke: false, fill: true, fillColor, fillOpacity: 1 };
    return L.GeoJSON.geometryToLayer(feature, options);
  }

  /** The parts of a picture that have the colour of a class, each as a sheet of its own. */
  function stepSheets(spec, image) {
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    const pen = el("canvas", size).getContext("2d", { willReadFrequently: true });
    pen.drawImage(image, 0, 0);
    const seen = pen.getImageData(0, 0, size.width, size.height).data;
    return spec.legend
      .filter(([, style]) => style.pattern)
      .map(([, style]) => {
        const [red, green, blue] = [1, 3, 5].map((at) => parseInt(style.fill.slice(at, at + 2), 16));
        const sheet = el("canvas", size);
        const mask = new ImageData(size.width, size.height);
        for (let at = 0; at < seen.length; at += 4)
          if (seen[at + 3] && seen[at] === red && seen[at + 1] === green && seen[at + 2] === blue)
            mask.data[at + 3] = 255;
        sheet.getContext("2d").putImageData(mask, 0, 0);
        return [sheet, style];
      });
  }

  /** Marks over the classes of a surface. They keep their size at every zoom, so they are drawn for the view. */
  function stepMarks(spec, drawn) {
    const sheets = stepSheets(spec, drawn.getElement());
    const { map } = app;
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    const view = el("canvas", { cls: "lr-steps leaflet-zoom-hide" });
    const draft = el("canvas", {});
    const look = () => {
      const size = map.getSize();
      const corner = map.containerPointToLayerPoint(size.multiplyBy(-0.25));
      const bounds = drawn.getBounds();
      const high = map.latLngToLayerPoint(bounds.getNorthWest());
      const wide = map.latLngToLayerPoint(bounds.getSouthEast()).subtract(high);
      for (const sheet of [view, draft]) {
        sheet.width = Math.ceil(size.x * 1.5 * sharp);
        sheet.height = Math.ceil(size.y * 1.5 * sharp);
      }
      L.DomUtil.setPosition(view, corner);
      Object.assign(view.style, { width: `${size.x * 1.5}px`, height: `${size.y * 1.5}px` });
      const pen = draft.getContext("2d");
      for (const [sheet, style] of sheets) {
        pen.setTransform(sharp, 0, 0, sharp, -corner.x * sharp, -corner.y * sharp);
        Object.assign(pen, { globalCompositeOperation: "copy", imageSmoothingEnabled: false });
        pen.drawImage(sheet, high.x, high.y, wide.x, wide.y);
        Object.assign(pen, { globalCompositeOperation: "source-in", fillStyle: marked({ ...style, fill: "" }, true) });
        pen.fillRect(corner.x, corner.y, size.x * 1.5, size.y * 1.5);
        view.getContext("2d").drawImage(draft, 0, 0);
      }
    };
    const Marks = L.Layer.extend({
      options: { pane: "lr-" + spec.id },
      onAdd() {
        this.getPane().append(view);
        look();
      },
      onRemove: () => view.remove(),
      getEvents: () => ({ moveend: look, zoomend: look, viewreset: look, resize: look }),
    });
    return new Marks();
  }

  /** A pane for drawings: no pointer, no screen reader; facts and panel speak for it. */
  function makePane(name, level) {
    const pane = app.map.createPane(name);
    pane.style.zIndex = level;
    pane.style.pointerEvents = "none";
    pane.setAttribute("aria-hidden", "true");
    return pane;
  }

  function makeLayer(spec, order) {
    const pane = makePane("lr-" + spec.id, 400 + order);
    return {
      spec,
      pane,
      order,
      on: spec.on,
      badge: spec.badge,
      smooth: spec.smooth,
      opacity: spec.opacity,
      state: "idle",
      items: [],
      group: L.layerGroup(),
    };
  }

  /** Everything but the land, as far as the land is known: covers the soft shore of the relief. */
  function mask(features) {
    const rings = features.flatMap(({ geometry }) => parts(geometry).flat());
    const [west, south, east, north] = extent({ coordinates: rings }).box;
    const frame = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ];
    return [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [frame, ...rings] } }];
  }

  function fill(layer, data) {
    const { spec } = layer;
    let features = data.features.filter((feature) => feature.geometry);
    if (spec.style.shape === "mask") features = mask(features);
    if (spec.kind === "label") {
      layer.labels = features;
      return;
    }
    const count = features.reduce((sum, feature) => sum + extent(feature.geometry).count, 0);
    const pane = "lr-" + spec.id;
    const target = layer.target || {
      pane,
      renderer:
        count > HEAVY || features.length > HEAVY / 20
          ? L.canvas({ pane, padding: 0.2 })
          : L.svg({ pane, padding: 0.5 }),
    };
    layer.items = features.map((feature) => makeItem(layer, feature, target));
  }

  async function load(layer) {
    const { spec } = layer;
    // What is not listed comes and goes: without an address there is nothing to draw.
    if (spec.sealed && !spec.listed && !own(handedOut(), spec.id)) return;
    layer.state = "loading";
    count(+1);
    try {
      if (spec.kind === "image") {
        const handed = spec.sealed ? own(handedOut(), spec.id) : spec;
        if (spec.sealed) take(layer, handed);
        const [west, south, east, north] = handed.bounds;
        const corners = [
          [south, west],
          [north, east],
        ];
        const drawn = L.imageOverlay(picture(handed.url), corners, { pane: "lr-" + spec.id, alt: "" });
        await new Promise((done, failed) => {
          drawn.on("load remove", done).on("error", failed).addTo(layer.group);
          if (!app.map.hasLayer(layer.group)) app.map.addLayer(layer.group);
        });
        if (spec.legend.length && app.map.hasLayer(drawn)) layer.group.addLayer(stepMarks(spec, drawn));
      } else if (spec.sealed) {
        const handed = own(handedOut(), spec.id);
        if (!handed) throw new Error(`${spec.id}: no address`);
        take(layer, handed);
        const data = await read(handed.url, { cache: "no-store" });
        layer.facts = data.facts; // a file somebody brought says itself what its columns are called
        fill(layer, data);
      } else fill(layer, await read(spec.url));
      layer.state = "ready";
    } catch (reason) {
      // Expected: offline, server gone, damaged file. The panel says so and offers another try.
      console.warn(reason);
      layer.state = "failed";
      layer.group.clearLayers();
      const text = `${spec.title}: ${t("layer_failed")}`;
      say(text);
      if (!has("panel") || !spec.listed)
        toast(text, el("button", { type: "button", cls: "lr-retry", onclick: () => again(layer) }, t("retry")));
    }
    refresh(layer);
    if (layer.target) stack();
    changed();
    count(-1);
  }

  /** One canvas draws in order of arrival; what the spec names later belongs on top. */
  function stack() {
    for (const layer of app.base)
      if (layer.shown)
        for (const { alive, shape } of layer.items) if (alive && shape.bringToFront) shape.bringToFront();
  }

  /** Bring what is drawn in line with what is switched on, the zoom and the year. */
  function refresh(layer) {
    const { spec } = layer;
    const zoom = app.map.getZoom();
    layer.inZoom = zoom >= spec.zooms[0] && zoom <= spec.zooms[1];
    layer.inYear = lives(spec.years[0], spec.years[1]);
    layer.shown = layer.on && layer.inZoom && layer.inYear;
    if (layer.shown && layer.state === "idle") {
      load(layer);
      return;
    }
    if (layer.state !== "ready") return;
    layer.pane.style.opacity = layer.opacity;
    if (!layer.shown) {
      layer.group.remove();
      relabel();
      return;
    }
    for (const item of layer.items) {
      const { year_from, year_to, min_zoom = 0, max_zoom = 99 } = item.properties;
      item.alive = lives(year_from, year_to) && zoom >= min_zoom && zoom < max_zoom + 1;
      if (item.alive !== layer.group.hasLayer(item.shape))
        layer.group[item.alive ? "addLayer" : "removeLayer"](item.shape);
    }
    if (!app.map.hasLayer(layer.group)) layer.group.addTo(app.map);
    soften(layer);
    relabel();
  }

  /** Heat look: the published cells, blurred. It knows no more than they do. */
  function soften(layer) {
    if (layer.spec.kind !== "cells") return;
    const item = layer.items[0];
    let radius = 0;
    if (layer.smooth && item) {
      const [west, south, east] = item.box;
      radius = (app.map.latLngToLayerPoint([south, east]).x - app.map.latLngToLayerPoint([south, west]).x) * 0.32;
    }
    const sheet = item && item.drawn.options.renderer._container;
    if (sheet) sheet.style.filter = radius ? `blur(${radius.toFixed(1)}px)` : "";
    // A blurred outline would look like a low count where none is told.
    for (const { drawn } of layer.items) drawn.setStyle({ opacity: radius && !drawn.options.fill ? 0 : 1 });
  }

  function again(layer) {
    app.toast.hidden = true;
    layer.state = "idle";
    refresh(layer);
  }

  /* ---------------------------------------------------------------- sealed layers */

  // What only planners see has no address in the spec. The page around the map hands out addresses that
  // hold for a few minutes, and renews them; its badge says how exact they are.
  function handedOut() {
    const note = window.parent.document.querySelector("[data-lr-sealed]");
    return note ? JSON.parse(note.dataset.lrSealed) : {};
  }

  /** Keep what the page says of a layer it hands out. */
  const take = (layer, { badge, version, says }) => Object.assign(layer, { badge, version, says });

  /** Draw a sealed layer anew when it is handed out differently, and drop it when it no longer is. */
  function keepSealed() {
    const sealed = app.layers.filter(({ spec }) => spec.sealed);
    if (!sealed.length) return;
    const look = (news) => {
      const handed = handedOut();
      let other = false;
      for (const layer of sealed) {
        const { badge, version } = own(handed, layer.spec.id) || layer.spec;
        const gone = !own(handed, layer.spec.id) && layer.group.getLayers().length > 0;
        if (badge === layer.badge && version === layer.version && !gone) continue;
        other = !gone;
        take(layer, own(handed, layer.spec.id) || layer.spec);
        layer.group.clearLayers();
        layer.items = [];
        layer.state = "idle";
        refresh(layer);
        changed();
      }
      // Whoever asks for other positions wants to see them: not a hidden layer, nor a year without any.
      if (!news || !other || sealed.some(({ shown }) => shown)) return;
      setYear(nearest(sealed[0].spec.years));
      sealed.forEach((layer) => toggle(layer, true));
    };
    const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-lr-sealed"] };
    new MutationObserver(() => look(true)).observe(window.parent.document.body, watch);
    look(false);
  }

  function toggle(layer, on) {
    layer.on = on;
    refresh(layer);
    changed();
  }

  function setOpacity(layer, share) {
    layer.opacity = share;
    layer.pane.style.opacity = share;
    changed();
  }

  function setYear(year) {
    app.year = clamp(Math.round(year), app.spec.years[0], app.spec.years[1]);
    app.layers.forEach(refresh);
    app.map.fire("lr:year");
    changed();
  }

  const changed = () => app.map.fire("lr:change");

  /** Count what is under way; the map is ready when nothing is. */
  function count(step) {
    app.pending += step;
    app.root_node.setAttribute("aria-busy", String(app.pending > 0));
    app.map.getContainer().dataset.lr = app.pending ? "loading" : "ready";
  }

  /* ---------------------------------------------------------------- labels */

  // How each kind of name is set: precedence, font, letter space, dot, and the zoom it starts at.
  const LETTERS = {
    country: { first: 0, font: "600 15px", family: "Source Serif", space: 3, zoom: 3, caps: true },
    sea: { first: 1, font: "italic 400 14px", family: "Source Serif", space: 0.6, zoom: 4 },
    capital: { first: 2, font: "600 13.5px", family: "Source Sans", dot: true, zoom: 4 },
    city: { first: 3, font: "600 13px", family: "Source Sans", dot: true, zoom: 5 },
    region: { first: 4, font: "italic 400 14px", family: "Source Serif", space: 1.5, zoom: 6 },
    reserve: { first: 5, font: "italic 600 13px", family: "Source Sans", zoom: 7 },
    town: { first: 6, font: "400 12px", family: "Source Sans", dot: true, zoom: 8 },
  };
  const SIDES = [
    ["centre", -0.5, -0.5],
    ["right", 0, -0.5, 9],
    ["below", -0.5, 0.35],
    ["above", -0.5, -1.35],
    ["left", -1, -0.5, -9],
  ];
  const ruler = document.createElement("canvas").getContext("2d");

  const nameOf = (properties) => properties["name_" + app.spec.lang] || properties.name_en || "";

  function labelOf(feature, usual) {
    const kind = feature.properties.kind;
    const key = own(LETTERS, kind) ? kind : kind === "lake" ? "sea" : usual;
    const letters = LETTERS[key];
    const name = nameOf(feature.properties);
    const text = letters.caps ? name.toLocaleUpperCase(app.spec.lang) : name;
    ruler.font = `${letters.font} "${letters.family}", sans-serif`;
    const [x, y] = feature.geometry.type === "Point" ? feature.geometry.coordinates : middle(feature.geometry);
    const from = feature.properties.min_zoom || letters.zoom;
    return {
      at: L.latLng(y, x),
      text,
      key,
      letters,
      from,
      order: letters.first + from * 10,
      width: ruler.measureText(text).width + text.length * (letters.space || 0) + 8,
      height: parseFloat(letters.font.match(/([\d.]+)px/)[1]) + 6,
    };
  }

  const middle = (geometry) => {
    const { box } = extent(geometry);
    return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  };

  /** All names that could be written now, most important first. */
  function candidates() {
    const zoom = app.map.getZoom();
    const found = [];
    for (const layer of [...app.base, ...app.layers]) {
      if (!layer.shown || layer.state !== "ready") continue;
      if (layer.labels) {
        layer.named =
          layer.named ||
          layer.labels.map((feature) => labelOf(feature, layer.spec.letters)).filter((label) => label.text);
        found.push(...layer.named);
      } else if (layer.spec.names !== null && zoom >= layer.spec.names) {
        layer.items
          .filter((item) => item.alive && nameOf(item.properties))
          .forEach((item) => {
            item.label = item.label || { ...labelOf(item.feature, layer.spec.letters), from: 0 };
            found.push(item.label);
          });
      }
    }
    return found.filter((label) => zoom >= label.from).sort((a, b) => a.order - b.order);
  }

  /** Write names where there is room; a lesser name yields. */
  function relabelNow() {
    if (!app.built) return;
    const size = app.map.getSize();
    const taken = [];
    const keep = new Set();
    // A name half under a card is worse than none.
    const frame = app.root_node.getBoundingClientRect();
    for (const node of app.root_node.querySelectorAll(CARDS)) {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      if (right > left) taken.push([left - frame.left, top - frame.top, right - frame.left, bottom - frame.top]);
    }
    for (const label of candidates()) {
      const at = app.map.latLngToContainerPoint(label.at);
      if (at.x < -80 || at.y < -40 || at.x > size.x + 80 || at.y > size.y + 40) continue;
      // Two layers may know the same town.
      if ([...keep].some((other) => other.text === label.text && other.at.distanceTo(label.at) < 3000)) continue;
      for (const [side, fx, fy, dx = 0] of label.letters.dot ? SIDES.slice(1) : SIDES.slice(0, 1)) {
        const x = at.x + fx * label.width + dx,
          y = at.y + fy * label.height;
        const box = [x, y, x + label.width, y + label.height];
        if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]))
          continue;
        taken.push(box);
        if (label.letters.dot) taken.push([at.x - 5, at.y - 5, at.x + 5, at.y + 5]);
        place(label, side);
        keep.add(label);
        break;
      }
    }
    for (const label of app.written)
      if (!keep.has(label)) {
        label.marker.remove();
        app.written.delete(label);
      }
  }
  const relabel = perFrame(relabelNow);

  function place(label, side) {
    if (!label.marker) {
      label.node = el("span", {}, label.text);
      const html = el("div", { cls: `lr-label lr-${label.key}` }, label.letters.dot ? el("i", {}) : "", label.node);
      label.marker = L.marker(label.at, {
        pane: "lr-labels",
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: "", html, iconSize: [0, 0] }),
      });
    }
    label.node.className = "lr-at-" + side;
    if (!app.written.has(label)) {
      label.marker.addTo(app.map);
      app.written.add(label);
    }
  }

  /* ---------------------------------------------------------------- basemap */

  /** Relief, lakes, rivers and borders: one picture and one canvas, drawn in the order of the spec. */
  function makeBasemap() {
    makePane("lr-lines", 300);
    makePane("lr-labels", 500);
    const renderer = L.canvas({ pane: "lr-lines", padding: 0.3 });
    app.base = app.spec.basemap.map((spec, order) => ({
      ...makeLayer(spec, order - 200),
      on: true,
      target: { pane: "lr-lines", renderer },
    }));
    app.base.forEach(refresh);
  }

  /* ---------------------------------------------------------------- facts */

  /** Features under a place, topmost layer first. */
  function found(latlng, reach) {
    const at = app.map.latLngToContainerPoint(latlng);
    const corner = app.map.containerPointToLatLng(at.add([reach, reach]));
    const dx = Math.abs(corner.lng - latlng.lng),
      dy = Math.abs(corner.lat - latlng.lat);
    const side = app.divider === undefined ? "" : at.x < app.divider * app.map.getSize().x ? "left" : "right";
    const hits = [];
    for (const layer of [...app.layers].reverse()) {
      if (!layer.shown || layer.state !== "ready" || (side && layer.spec.side && layer.spec.side !== side)) continue;
      for (const item of layer.items) {
        const [west, south, east, north] = item.box;
        if (
          !item.alive ||
          latlng.lng < west - dx ||
          latlng.lng > east + dx ||
          latlng.lat < south - dy ||
          latlng.lat > north + dy
        )
          continue;
        const { geometry } = item.feature;
        if (geometry.type.endsWith("Polygon") ? inside(geometry, latlng.lng, latlng.lat) : near(geometry, at, reach))
          hits.push(item);
      }
    }
    return hits;
  }

  function factText([column, , unit, values], properties) {
    const value = own(properties, column);
    if (value === undefined || value === null || value === "") return "";
    if (Object.hasOwn(values, String(value))) return values[String(value)];
    // A number with a unit is a quantity and gets the language's separators; one without may be a year.
    if (typeof value === "number" && unit) return `${value.toLocaleString(app.spec.lang)}\u00a0${unit}`;
    return unit ? `${value}\u00a0${unit}` : String(value);
  }

  function card({ layer, properties }) {
    const { spec } = layer;
    const name = nameOf(properties);
    const rows = (layer.facts || spec.facts)
      .map((fact) => [fact[1], factText(fact, properties)])
      .filter(([, text]) => text);
    const ownSource = spec.facts.some(([column]) => column === "source") && properties.source;
    const entry = entryOf(spec, properties);
    if (entry) rows.unshift([spec.unit || spec.title, entry[0]]);
    return el(
      "section",
      {},
      el("h2", {}, name || spec.title),
      el(
        "p",
        { cls: "lr-kind" },
        swatch(spec, entry ? entry[1] : spec.style),
        name ? spec.title : "",
        layer.badge ? el("em", {}, layer.badge) : "",
      ),
      rows.length ? el("dl", {}, ...rows.flatMap(([label, text]) => [el("dt", {}, label), el("dd", {}, text)])) : "",
      spec.source && !ownSource ? el("p", { cls: "lr-source" }, `${t("source")}: ${spec.source}`) : "",
    );
  }

  function showFacts(latlng, byKeyboard) {
    const hits = found(latlng, COARSE.matches ? 14 : 8);
    app.map.closePopup();
    if (!hits.length && !byKeyboard) return;
    const close = button("close", t("close"), () => {
      app.map.closePopup();
      app.map.getContainer().focus();
    });
    const cards = hits.length ? hits.slice(0, 6).map(card) : [el("p", {}, t("facts_none"))];
    const body = el(
      "div",
      { cls: "lr-facts", role: "dialog", "aria-label": t("facts") },
      el("div", { cls: "lr-cards", tabindex: 0 }, ...cards),
      close,
    );
    body.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close.click();
    });
    L.popup({
      className: "lr-popup",
      closeButton: false,
      maxWidth: PHONE.matches ? 270 : 320,
      minWidth: 220,
      autoPanPaddingTopLeft: [62, PHONE.matches ? 66 : 20],
      autoPanPaddingBottomRight: [20, 90],
    })
      .setLatLng(latlng)
      .setContent(body)
      .openOn(app.map);
    if (byKeyboard) body.firstChild.focus();
  }

  function makeFacts() {
    const { map } = app;
    const box = map.getContainer();
    makePane("lr-hover", 480);
    const hover = L.layerGroup().addTo(map);
    const renderer = L.svg({ pane: "lr-hover", padding: 0.3 });
    let lit = null;
    const light = (item) => {
      if (item === lit) return;
      lit = item;
      hover.clearLayers();
      box.style.cursor = item ? "pointer" : "";
      if (!item) return;
      const style = {
        pane: "lr-hover",
        renderer,
        interactive: false,
        color: INK,
        weight: 2.5,
        opacity: 0.85,
        fill: false,
      };
      hover.addLayer(
        L.GeoJSON.geometryToLayer(item.feature, {
          ...style,
          pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: 9 }),
        }),
      );
    };
    const look = perFrame((event) => {
      if (!map.dragging.moving()) light((!app.busy && found(event.latlng, 8)[0]) || null);
    });
    if (!COARSE.matches) map.on("mousemove", look).on("mouseout movestart lr:change", () => light(null));
    map.on("click", (event) => app.busy || showFacts(event.latlng, false));
    // Enter asks about the cross in the middle, which shows while the map has the keyboard.
    box.addEventListener("keydown", (event) => {
      if (!app.busy && event.target === box && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        showFacts(map.getCenter(), true);
      }
    });
    app.root_node.append(el("div", { cls: "lr-cross", "aria-hidden": "true" }));
    app.root_node.addEventListener("keydown", () => app.root_node.classList.add("lr-keys"));
    app.root_node.addEventListener("keyup", () => app.root_node.classList.add("lr-keys"));
    app.root_node.addEventListener("pointerdown", () => app.root_node.classList.remove("lr-keys"));
  }

  /* ---------------------------------------------------------------- panel and legend */

  /** The true symbol of a layer, small. */
  function swatch(spec, style) {
    const line = {
      fill: "none",
      stroke: style.stroke || style.fill || INK,
      "stroke-width": Math.min(style.weight || 1, 3),
      "stroke-dasharray": style.dash ? "4 2.5" : "none",
    };
    const box = (x, fill, more) => svg("rect", { x, y: 2, width: 20, height: 12, rx: 2.5, ...more, fill });
    const filled = marked({ ...style, alpha: style.alpha || 1 }, false) || "none";
    const marks = {
      line: () => [svg("path", { ...line, d: "M1 8h22" })],
      dot: () => [
        svg("circle", { cx: 12, cy: 8, r: 5, fill: style.fill || style.stroke, stroke: "#fff", "stroke-width": 2 }),
        svg("circle", { cx: 12, cy: 8, r: 6, fill: "none", stroke: "#8a8f88", "stroke-width": 0.6 }),
      ],
      cells: () =>
        spec.legend
          .filter(([, each]) => each.fill)
          .slice(-3)
          .map(([, each], i) =>
            svg("rect", { x: 1 + i * 7.5, y: 2, width: 7.5, height: 12, fill: each.fill || "none" }),
          ),
      outline: () => [box(2, "#fff", { "fill-opacity": 0.4 }), box(2, filled, line)],
      fill: () => [box(2, filled, line)],
    };
    const draw = spec.kind === "cells" && spec.style === style ? marks.cells : marks[style.shape] || marks.fill;
    return svg("svg", { viewBox: "0 0 24 16", class: "lr-swatch", "aria-hidden": "true" }, ...draw());
  }

  const classes = ({ legend, unit, kind, style }) =>
    !legend.length
      ? ""
      : el(
          "div",
          { cls: "lr-classes" },
          unit ? el("span", { cls: "lr-unit" }, unit) : "",
          el(
            "ul",
            {},
            ...legend.map(([label, each]) => el("li", {}, swatch({ kind: "", legend: [], style }, each), label)),
          ),
        );

  const nearest = ([from, to]) => clamp(app.year, from == null ? -Infinity : from, to == null ? Infinity : to);

  function yearNote([from, to]) {
    if (from != null && to != null) return t("not_this_year", { from, to });
    return from != null ? t("from_year_on", { from }) : t("until_year", { to });
  }

  function makeRow(layer) {
    const { spec } = layer;
    const id = "lr-row-" + spec.id;
    const box = el("input", {
      type: "checkbox",
      id,
      "aria-describedby": layer.badge ? id + "-badge" : null,
      onchange: () => toggle(layer, box.checked),
    });
    const slide = el("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 5,
      "aria-label": `${t("opacity")}: ${spec.title}`,
      oninput: () => setOpacity(layer, slide.value / 100),
    });
    const more = button(
      "info",
      `${t("about_layer")}: ${spec.title}`,
      () => {
        about.hidden = !about.hidden;
        more.setAttribute("aria-expanded", String(!about.hidden));
      },
      { "aria-expanded": "false", "aria-controls": id + "-about", title: t("about_layer") },
    );
    const rows = [
      ["source", spec.source],
      ["period", spec.period],
      ["accuracy", spec.badge],
      ["licence", spec.licence],
    ].filter(([, text]) => text);
    const about = el(
      "div",
      { id: id + "-about", cls: "lr-about", hidden: true },
      spec.about ? el("p", {}, spec.about) : "",
      el("dl", {}, ...rows.flatMap(([key, text]) => [el("dt", {}, t(key)), el("dd", {}, text)])),
    );
    const heat = el("input", {
      type: "checkbox",
      onchange: () => {
        layer.smooth = heat.checked;
        soften(layer);
      },
    });
    const heatLine = spec.smooth ? el("label", { cls: "lr-heat" }, heat, t("smooth")) : "";
    const badge = el("em", { id: id + "-badge" }, spec.badge);
    const sub = el("div", { cls: "lr-sub" }, badge, slide);
    const tools = el("div", { cls: "lr-tools" }, classes(spec), heatLine);
    const says = el("span", {});
    const way = el("button", {
      type: "button",
      cls: "lr-retry",
      onclick: () => (layer.inYear ? app.map.setZoom(spec.zooms[0]) : setYear(nearest(spec.years))),
    });
    const note = el("p", { cls: "lr-note", hidden: true }, says, " ", way);
    const retry = el("button", { type: "button", cls: "lr-retry", onclick: () => again(layer) }, t("retry"));
    const trouble = el("p", { cls: "lr-trouble", hidden: true }, t("layer_failed") + " ", retry);
    const row = el(
      "li",
      { cls: "lr-row" },
      el(
        "div",
        { cls: "lr-line" },
        el("label", { for: id }, box, swatch(spec, spec.style), el("span", {}, spec.title)),
        more,
      ),
      sub,
      note,
      trouble,
      tools,
      about,
    );
    const show = () => {
      box.checked = layer.on;
      slide.value = Math.round(layer.opacity * 100);
      heat.checked = layer.smooth;
      tools.hidden = slide.hidden = !layer.on || layer.state === "failed";
      badge.textContent = layer.badge;
      sub.hidden = slide.hidden && !layer.badge;
      trouble.hidden = !(layer.on && layer.state === "failed");
      note.hidden = !layer.on || (layer.inZoom && layer.inYear);
      if (!note.hidden) {
        says.textContent = layer.inYear ? t("zoom_to_see") : yearNote(spec.years);
        way.textContent = layer.inYear ? t("zoom_in") : t("go_to_year", { year: nearest(spec.years) });
      }
      row.classList.toggle("lr-off", !layer.shown);
    };
    app.map.on("lr:change zoomend", show);
    show();
    return row;
  }

  function makePanel() {
    const listed = app.layers.filter(({ spec }) => spec.listed).reverse();
    const groups = [...app.spec.groups, ["", ""]];
    const known = groups.map(([id]) => id);
    const body = el(
      "div",
      { id: "lr-panel-body", cls: "lr-panel-body" },
      ...groups.map(([id, title]) => {
        const rows = listed.filter(({ spec }) => (known.includes(spec.group) ? spec.group : "") === id).map(makeRow);
        return rows.length
          ? el(
              "div",
              { role: "group", "aria-label": title || t("layers") },
              title ? el("h2", {}, title) : "",
              el("ul", {}, ...rows),
            )
          : "";
      }),
    );
    const panel = el("section", { cls: "lr-panel lr-card", "aria-label": t("layers") });
    const open = (wide) => {
      panel.classList.toggle("lr-open", wide);
      head.setAttribute("aria-expanded", String(wide));
    };
    const head = el(
      "button",
      {
        type: "button",
        cls: "lr-panel-head",
        "aria-controls": "lr-panel-body",
        onclick: () => open(!panel.classList.contains("lr-open")),
      },
      icon("layers"),
      el("span", {}, t("layers")),
      icon("down"),
    );
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && PHONE.matches) {
        open(false);
        head.focus();
      }
    });
    panel.append(head, body);
    // Who draws needs the map; so does a map that has little room inside another page.
    open(!PHONE.matches && !has("draw") && document.body.dataset.leopardKind !== "embed");
    app.root_node.append(panel);
  }

  /** What is on, for maps without a panel. */
  function makeLegend() {
    const list = el("ul", {});
    app.root_node.append(el("section", { cls: "lr-legend lr-card", "aria-label": t("legend") }, list));
    const show = () =>
      list.replaceChildren(
        ...app.layers
          .filter(({ spec, shown }) => spec.listed && shown)
          .reverse()
          .map(({ spec, badge }) =>
            el(
              "li",
              {},
              spec.legend.length && spec.kind !== "cells" ? "" : swatch(spec, spec.style),
              el("span", {}, spec.title, badge ? el("em", {}, badge) : ""),
              classes(spec),
            ),
          ),
      );
    app.map.on("lr:change zoomend", show);
    show();
  }

  /* ---------------------------------------------------------------- years */

  function makeYears() {
    const [first, last] = app.spec.years;
    const place = (year) => (year - first) / (last - first);
    const slide = el("input", {
      type: "range",
      min: first,
      max: last,
      step: 1,
      "aria-label": t("year"),
      oninput: () => {
        stop();
        set(Number(slide.value));
      },
    });
    const shown = el("output", { cls: "lr-year" });
    const event = el("p", { cls: "lr-event", "aria-live": "polite" });
    const set = perFrame(setYear);
    let timer = 0;
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      face();
    };
    function step() {
      // With reduced motion the years do not run: the map goes from one key year to the next.
      const key = app.spec.keys.find(([year]) => year > app.year);
      const next = CALM.matches ? (key ? key[0] : last) : app.year + 1;
      if (app.year >= last) stop();
      else setYear(Math.min(next, last));
    }
    function play() {
      if (timer) {
        stop();
        return;
      }
      if (app.year >= last) setYear(first);
      timer = setInterval(step, CALM.matches ? 2000 : 110);
      face();
    }
    const go = el("button", { type: "button", cls: "lr-play", onclick: play });
    function face() {
      go.replaceChildren(icon(timer ? "pause" : "play"));
      go.setAttribute("aria-label", t(timer ? "pause" : "play"));
    }
    const ticks = app.spec.keys.map(([year, text]) => {
      const tick = el("i", { title: `${year} · ${text}` });
      tick.style.left = `calc(9px + (100% - 18px) * ${place(year)})`;
      return tick;
    });
    const show = () => {
      const key = [...app.spec.keys].reverse().find(([year]) => year <= app.year);
      slide.value = app.year;
      shown.textContent = app.year;
      event.textContent = key ? `${key[0]} · ${key[1]}` : "\u00a0";
      slide.setAttribute("aria-valuetext", key && key[0] === app.year ? `${app.year}: ${key[1]}` : String(app.year));
      slide.style.setProperty("--done", place(app.year));
    };
    app.map.on("lr:year", show);
    face();
    show();
    app.foot.append(
      el(
        "section",
        { cls: "lr-years lr-card", "aria-label": t("year") },
        go,
        el("div", { cls: "lr-track" }, slide, el("div", { cls: "lr-ticks", "aria-hidden": "true" }, ...ticks)),
        shown,
        app.spec.keys.length ? event : "",
      ),
    );
  }

  /* ---------------------------------------------------------------- search */

  const plain = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase();

  /** Everything that can be found: layers by title, places by their names in all four languages. */
  async function gather() {
    const entries = app.layers
      .filter(({ spec }) => spec.listed)
      .map((layer) => ({
        text: layer.spec.title,
        names: [plain(layer.spec.title)],
        kind: t("layer"),
        rank: 0,
        go: () => toggle(layer, true),
      }));
    const files = await Promise.all(app.spec.search.map(([url]) => read(url).catch(() => ({ features: [] }))));
    files.forEach((file, i) => {
      const [, kind, zoom] = app.spec.search[i];
      for (const { properties, geometry } of file.features) {
        const names = ["en", "ru", "zh", "ko"].map((lang) => properties["name_" + lang]).filter(Boolean);
        if (!names.length || !geometry) continue;
        entries.push({
          text: nameOf(properties),
          names: names.map(plain),
          kind: t(properties.kind || kind),
          rank: properties.min_zoom || 10,
          go: () => visit(geometry, zoom),
        });
      }
    });
    return entries;
  }

  function visit(geometry, zoom) {
    const { box } = extent(geometry);
    if (geometry.type === "Point") move([box[0], box[1], Math.max(zoom, app.map.getZoom())]);
    else fit(box);
    const [x, y] = geometry.type === "Point" ? geometry.coordinates : middle(geometry);
    const ring = L.marker([y, x], {
      interactive: false,
      keyboard: false,
      pane: "lr-labels",
      icon: L.divIcon({ className: "", html: el("div", { cls: "lr-ring" }), iconSize: [0, 0] }),
    }).addTo(app.map);
    setTimeout(() => ring.remove(), 6000);
  }

  /** 0 begins with, 1 a word begins with, 2 holds; 9 not at all. */
  const score = (names, wanted) =>
    Math.min(
      ...names.map((name) =>
        name.startsWith(wanted) ? 0 : name.includes(" " + wanted) ? 1 : name.includes(wanted) ? 2 : 9,
      ),
    );

  function makeSearch() {
    let entries = null,
      shown = [],
      chosen = -1;
    const input = el("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": t("search"),
      placeholder: t("search"),
      "aria-expanded": "false",
      "aria-controls": "lr-found",
      "aria-autocomplete": "list",
    });
    const list = el("ul", { id: "lr-found", role: "listbox", "aria-label": t("search"), hidden: true });
    const open = button("find", t("search"), () => {
      box.classList.add("lr-open");
      input.focus();
    });
    const box = el("div", { role: "search", cls: "lr-search lr-card" }, open, input, list);
    const hide = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      chosen = -1;
    };
    const mark = (next) => {
      chosen = (next + shown.length) % shown.length;
      [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === chosen)));
      input.setAttribute("aria-activedescendant", "lr-found-" + chosen);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    };
    const choose = (entry) => {
      input.value = entry.text;
      hide();
      box.classList.remove("lr-open");
      entry.go();
      say(entry.text);
    };
    const look = async () => {
      entries = entries || gather();
      const all = await entries;
      const wanted = plain(input.value.trim());
      if (!wanted) {
        hide();
        return;
      }
      shown = all
        .map((entry) => [score(entry.names, wanted), entry])
        .filter(([rank]) => rank < 9)
        .sort((a, b) => a[0] - b[0] || a[1].rank - b[1].rank || a[1].text.length - b[1].text.length)
        .slice(0, 8)
        .map(([, entry]) => entry);
      list.replaceChildren(
        ...shown.map((entry, i) =>
          el(
            "li",
            {
              role: "option",
              id: "lr-found-" + i,
              "aria-selected": "false",
              onpointerdown: (event) => {
                event.preventDefault();
                choose(entry);
              },
            },
            el("span", {}, entry.text),
            el("small", {}, entry.kind),
          ),
        ),
      );
      if (!shown.length)
        list.append(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("search_none")));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      chosen = -1;
      say(shown.length ? t("search_some", { count: shown.length }) : t("search_none"));
    };
    input.addEventListener("input", look);
    input.addEventListener("focus", () => {
      entries = entries || gather();
    });
    input.addEventListener("blur", () => {
      hide();
      box.classList.remove("lr-open");
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        input.value = "";
        hide();
        box.classList.remove("lr-open");
      } else if (event.key === "ArrowDown" && shown.length) {
        event.preventDefault();
        mark(chosen + 1);
      } else if (event.key === "ArrowUp" && shown.length) {
        event.preventDefault();
        mark(chosen < 0 ? shown.length - 1 : chosen - 1);
      } else if (event.key === "Enter" && shown.length && !list.hidden) {
        event.preventDefault();
        choose(shown[Math.max(chosen, 0)]);
      }
    });
    app.root_node.append(box);
  }

  /* ---------------------------------------------------------------- swipe */

  function makeSwipe() {
    app.divider = app.spec.swipeAt;
    const knob = el(
      "div",
      {
        cls: "lr-knob",
        role: "slider",
        tabindex: 0,
        "aria-label": t("swipe"),
        "aria-orientation": "horizontal",
        "aria-valuemin": 0,
        "aria-valuemax": 100,
      },
      icon("swap"),
    );
    const bar = el(
      "div",
      { cls: "lr-divider" },
      el("span", { cls: "lr-then" }, app.spec.swipe[0]),
      el("span", { cls: "lr-now" }, app.spec.swipe[1]),
      knob,
    );
    const clip = () => {
      const size = app.map.getSize();
      const x = app.divider * size.x;
      // Panes are clipped in their own coordinates, which slide under the window when the map is dragged.
      const [a, b, c] = [
        [-9e4, 0],
        [x, 0],
        [9e4, 0],
      ].map((point) => app.map.containerPointToLayerPoint(point).x);
      const strip = (from, to) => `polygon(${from}px -90000px,${to}px -90000px,${to}px 90000px,${from}px 90000px)`;
      for (const { spec, pane } of app.layers)
        if (spec.side) pane.style.clipPath = spec.side === "left" ? strip(a, b) : strip(b, c);
      bar.style.left = `${x}px`;
      knob.setAttribute("aria-valuenow", Math.round(app.divider * 100));
      knob.setAttribute(
        "aria-valuetext",
        `${app.spec.swipe[0]} ${Math.round(app.divider * 100)} % · ${app.spec.swipe[1]} ${Math.round(100 - app.divider * 100)} %`,
      );
    };
    const put = (share) => {
      app.divider = clamp(share, 0, 1);
      clip();
    };
    knob.addEventListener("pointerdown", (event) => {
      knob.setPointerCapture(event.pointerId);
      event.preventDefault();
      knob.focus();
    });
    knob.addEventListener("pointermove", (event) => {
      if (!knob.hasPointerCapture(event.pointerId)) return;
      const box = app.root_node.getBoundingClientRect();
      put((event.clientX - box.left) / box.width);
    });
    knob.addEventListener("keydown", (event) => {
      const step = {
        ArrowLeft: -0.02,
        ArrowDown: -0.02,
        ArrowRight: 0.02,
        ArrowUp: 0.02,
        PageDown: -0.1,
        PageUp: 0.1,
        Home: -1,
        End: 1,
      }[event.key];
      if (step) {
        event.preventDefault();
        put(app.divider + step);
      }
    });
    app.map.on("move zoomend viewreset resize", clip);
    app.root_node.append(bar);
    clip();
  }

  /* ---------------------------------------------------------------- view, link, frame */

  function move([lon, lat, zoom], calmly) {
    const still = calmly || CALM.matches;
    if (still)
      app.map.setView([lat, lon], zoom, { reset: true }); // exact: a pan rounds to pixels
    else app.map.flyTo([lat, lon], zoom, { duration: 1.4 });
  }

  /** Show a whole area, above a legend that takes much of the width. */
  function fit([west, south, east, north], calmly) {
    const { map } = app;
    const legend = app.root_node.querySelector(".lr-legend");
    const size = map.getSize();
    // More room taken than there is would mean the closest view of all.
    const covered = legend && legend.offsetWidth > 0.35 * size.x ? Math.min(legend.offsetHeight, size.y / 2) : 0;
    const edge = Math.min(24, size.x / 4, size.y / 4);
    const box = L.latLngBounds([south, west], [north, east]);
    const zoom = Math.min(map.getBoundsZoom(box, false, L.point(edge, edge + covered)), app.spec.zooms[1]);
    const [low, high] = [map.project(box.getSouthWest(), zoom), map.project(box.getNorthEast(), zoom)];
    const middle = map.unproject(
      low
        .add(high)
        .divideBy(2)
        .add([0, covered / 2]),
      zoom,
    );
    move([middle.lng, middle.lat, zoom], calmly);
  }

  const aim = (calmly) => (app.goal.view ? move(app.goal.view, calmly) : fit(app.goal.box, calmly));

  /** A window that changes its size keeps the view it was given, until the reader takes the map in hand. */
  function keepAim() {
    const { map, root_node } = app;
    for (const kind of ["pointerdown", "wheel", "keydown"])
      root_node.addEventListener(
        kind,
        () => {
          app.goal = null;
        },
        { passive: true, capture: true },
      );
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false, pan: !app.goal });
      if (app.goal) aim(true);
    }).observe(map.getContainer());
  }

  /** Take over a state: from a link at the start, or a command later (see LiveState). */
  function obey(state, calmly) {
    if (state.on) for (const layer of app.layers) if (layer.spec.listed) layer.on = state.on.includes(layer.spec.id);
    for (const layer of app.layers)
      if (Object.hasOwn(state.opacity || {}, layer.spec.id)) layer.opacity = state.opacity[layer.spec.id];
    if (state.year) app.year = state.year;
    if (state.view || state.box) app.goal = state;
    // At the start the view says which layers are needed; later the legend says how much room there is.
    if (calmly && app.goal) aim(true);
    [...app.base, ...app.layers].forEach(refresh);
    app.map.fire("lr:year");
    changed();
    if (!calmly && (state.view || state.box)) aim(false);
  }

  /** What differs from the page's own start, as parameters of a link. */
  function query() {
    const centre = app.map.getCenter();
    const on = app.layers.filter((layer) => layer.spec.listed && layer.on).map(({ spec }) => spec.id);
    const faded = app.layers
      .filter((layer) => layer.opacity !== layer.spec.opacity)
      .map((layer) => `${layer.spec.id}:${Math.round(layer.opacity * 100)}`);
    const usual = app.layers.every((layer) => !layer.spec.listed || layer.on === layer.spec.on);
    return {
      v: [centre.lng.toFixed(4), centre.lat.toFixed(4), Number(app.map.getZoom().toFixed(2))].join(","),
      on: usual ? null : on.join(","),
      year: app.year === app.spec.year ? null : app.year,
      op: faded.join(",") || null,
    };
  }

  function address() {
    const url = new URL(app.page.location.href);
    for (const [key, value] of Object.entries(query()))
      value === null ? url.searchParams.delete(key) : url.searchParams.set(key, value);
    // Commas and colons are legal in a query; leaving them readable keeps links short.
    return url.href.replace(/%2C/gi, ",").replace(/%3A/gi, ":");
  }

  /** The state a link asks for, where no server has read it; what could not be used is said. */
  function linked() {
    if (!app.start.inside || !api.link) return null;
    const { state, dropped } = api.link.read(new URLSearchParams(app.page.location.search), app.spec);
    const notices = document.querySelector("[data-lr-notices]");
    const lines = dropped.map(([code, blanks]) => el("p", { role: "alert" }, t(code, blanks)));
    if (notices) notices.append(...lines);
    else if (lines.length) setTimeout(() => toast("", el("div", {}, ...lines)));
    const asked = Object.entries(state).filter(([, value]) => value !== null);
    return asked.length > 1 || Object.keys(state.opacity).length ? { ...app.start.state, ...Object.fromEntries(asked) } : null;
  }

  function toast(text, more) {
    app.toast.replaceChildren(text, more || "");
    app.toast.hidden = false;
    clearTimeout(app.toastTimer);
    app.toastTimer = setTimeout(
      () => {
        app.toast.hidden = true;
      },
      more ? 15000 : 2500,
    );
  }

  function makeLink() {
    const now = () => JSON.stringify(query());
    let last = now();
    app.map.on(
      "moveend lr:change",
      later(() => {
        // Only what the reader does goes into the address; opening the page leaves it alone.
        if (now() === last) return;
        last = now();
        try {
          app.page.history.replaceState(app.page.history.state, "", address());
        } catch (reason) {
          // Some browsers keep the address of a file on a disk as it is; the link can still be copied.
          console.info(reason.message);
        }
      }, 400),
    );
  }

  /** Beside a text the wheel belongs to the page until the reader takes the map in hand. */
  function lendWheel() {
    const { map } = app;
    map.scrollWheelZoom.disable();
    map.on("click dragstart", () => map.scrollWheelZoom.enable());
    app.root_node.addEventListener("pointerleave", () => map.scrollWheelZoom.disable());
  }

  /* ---------------------------------------------------------------- in words */

  const degrees = (value) => value.toLocaleString(app.spec.lang, { maximumFractionDigits: 1 });

  const SPACE = 8; // pixels between cards
  const NARROW = [200, 120]; // pixels: less room than this is no place to read

  /** The largest part of the map that no card stands on: each one cuts off the side that costs least. */
  function room(own_card) {
    const frame = app.root_node.getBoundingClientRect();
    const edge = parseFloat(getComputedStyle(app.root_node).getPropertyValue("--edge"));
    let free = [edge, edge, frame.width - edge, frame.height - edge];
    const size = ([left, top, right, bottom]) => Math.max(0, right - left) * Math.max(0, bottom - top);
    for (const node of app.root_node.querySelectorAll(CARDS)) {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      const card = [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top];
      const apart = free.some((side, at) => (at < 2 ? card[at + 2] <= side : card[at - 2] >= side));
      if (node === own_card || right === left || apart) continue;
      // Of sides that cost about the same the right one goes: next to the buttons is where one looks.
      const cuts = [2, 3, 1, 0].map((at) => free.with(at, at < 2 ? card[at + 2] + SPACE : card[at - 2] - SPACE));
      const most = Math.max(...cuts.map(size));
      free = cuts.find((cut) => size(cut) > 0.8 * most) || cuts[0];
    }
    const [left, top, right, bottom] = free;
    return right - left < NARROW[0] || bottom - top < NARROW[1] ? null : { left, top, width: right - left, height: bottom - top };
  }

  /** What the map shows now, in sentences: behind a button for everyone, and as the map's description. */
  function makeWords(bar) {
    const text = el("div", { id: "lr-says", cls: "lr-says", tabindex: 0 });
    const shut = () => {
      box.hidden = true;
      open.setAttribute("aria-expanded", "false");
      open.focus();
    };
    const box = el(
      "section",
      { cls: "lr-words lr-card", "aria-label": t("in_words"), hidden: true },
      el("h2", {}, t("in_words")),
      button("close", t("close"), shut),
      text,
    );
    const open = button(
      "words",
      t("in_words"),
      () => {
        if (!box.hidden) return shut();
        tell();
        box.hidden = false;
        settle();
        open.setAttribute("aria-expanded", "true");
        text.focus();
      },
      { "aria-expanded": "false" },
    );
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") shut();
    });
    /** Take the free part of the map; where there is too little, all of it. */
    const settle = () => {
      if (box.hidden) return;
      const free = room(box);
      box.classList.toggle("lr-all", !free);
      const { left, top, width, height } = free || {};
      Object.assign(box.style, {
        left: free ? `${left}px` : "",
        top: free ? `${top}px` : "",
        maxWidth: free ? `${width}px` : "",
        maxHeight: free ? `${height}px` : "",
      });
    };
    const watch = new ResizeObserver(perFrame(settle));
    const list = (title, told) => (told.length ? [el("h3", {}, title), el("ul", {}, ...told)] : []);
    const tell = () => {
      const view = app.map.getBounds();
      const sides = { west: view.getWest(), south: view.getSouth(), east: view.getEast(), north: view.getNorth() };
      const shown = Object.fromEntries(Object.entries(sides).map(([side, at]) => [side, degrees(at)]));
      const seen = ({ box: [west, south, east, north], alive }) =>
        alive && west <= sides.east && east >= sides.west && south <= sides.north && north >= sides.south;
      const says = (layer) => {
        const { spec } = layer;
        const told = layer.says || spec.says || t("words_count", { name: spec.title, count: layer.items.length });
        // What is handed out says itself how exact it is: not even the page knows before.
        return [told, (spec.sealed || told !== spec.says) && layer.badge].filter(Boolean).join(" ");
      };
      // How many of its shapes can be seen now is the script's to say: it follows the view and the year.
      const now = (layer) =>
        layer.state === "ready" && layer.items.length
          ? ` ${t("words_seen", { count: layer.items.filter(seen).length })}`
          : "";
      const on = app.layers.filter((layer) => layer.on && (layer.spec.listed || layer.state === "ready"));
      const lines = (kept, more) => on.filter(kept).map((layer) => el("li", {}, says(layer) + more(layer)));
      const nothing = () => "";
      const under = app.base.filter((layer) => layer.shown && layer.spec.says);
      text.replaceChildren(
        el("p", {}, `${t("words_view", shown)}${has("years") ? ` ${t("words_year", { year: app.year })}` : ""}`),
        ...list(t("words_shown"), lines((layer) => layer.shown, now)),
        ...list(t("words_zoom"), lines((layer) => layer.inYear && !layer.inZoom, nothing)),
        ...list(t("words_not_year"), lines((layer) => !layer.inYear, nothing)),
        ...(on.length ? [] : [el("p", {}, t("words_none"))]),
        ...list(t("group_base"), under.map((layer) => el("li", {}, layer.spec.says))),
      );
    };
    app.map.on("moveend zoomend lr:change", later(tell, 250));
    tell();
    bar.append(open);
    app.map.getContainer().setAttribute("aria-describedby", "lr-help lr-says");
    app.root_node.append(box);
    // Once all cards are there: their sizes say how much is free.
    setTimeout(() => [app.root_node, ...app.root_node.querySelectorAll(CARDS)].forEach((node) => node !== box && watch.observe(node)));
  }

  function makeButtons() {
    const bar = el("div", { cls: "lr-buttons lr-card" });
    bar.append(
      button("plus", t("zoom_in"), () => app.map.zoomIn()),
      button("minus", t("zoom_out"), () => app.map.zoomOut()),
    );
    if (has("fullscreen") && document.fullscreenEnabled) {
      const full = button("full", t("fullscreen"), () =>
        document.fullscreenElement ? document.exitFullscreen() : app.root_node.requestFullscreen(),
      );
      document.addEventListener("fullscreenchange", () => {
        const label = t(document.fullscreenElement ? "fullscreen_off" : "fullscreen");
        full.setAttribute("aria-label", label);
        full.title = label;
      });
      bar.append(full);
    }
    makeWords(bar);
    app.root_node.append(bar);
  }

  /** Length of the scale bar: 1, 2 or 5 times a power of ten, in metres. */
  function round(metres) {
    const power = 10 ** Math.floor(Math.log10(metres));
    return power * [5, 2, 1].find((step) => step * power <= metres);
  }

  function makeFoot() {
    const scale = el("div", { cls: "lr-scale", "aria-hidden": "true" });
    // One line on the map; a press shows all of it.
    const credit = el("button", {
      type: "button",
      cls: "lr-credit",
      lang: "en", // citations stand as they are to be cited
      "aria-expanded": "false",
      onclick: () => credit.setAttribute("aria-expanded", String(credit.classList.toggle("lr-open"))),
    });
    const measure = () => {
      const y = app.map.getSize().y / 2;
      const width = app.map.distance(app.map.containerPointToLatLng([0, y]), app.map.containerPointToLatLng([100, y]));
      if (!width) return;
      const metres = round(width);
      scale.style.width = `${(100 * metres) / width}px`;
      scale.textContent =
        metres < 1000 ? `${metres} ${t("unit_m")}` : `${(metres / 1000).toLocaleString(app.spec.lang)} ${t("unit_km")}`;
    };
    const credits = () => {
      const texts = [...app.base, ...app.layers]
        .filter((layer) => layer.shown)
        .flatMap(({ spec }) => spec.attribution.split(/;\s*/))
        .filter(Boolean);
      // Those whose licence asks for it come first: they must not be cut off.
      credit.textContent = [...new Set(texts)].sort((a, b) => b.startsWith("©") - a.startsWith("©")).join(" · ");
      credit.hidden = !texts.length;
    };
    app.map.on("zoomend moveend resize", measure).on("lr:change zoomend", credits);
    app.foot.append(el("div", { cls: "lr-corner" }, has("scale") ? scale : "", credit));
    measure();
    credits();
  }

  function build(spec, start) {
    const { map } = app;
    const box = map.getContainer();
    Object.assign(app, { spec, year: spec.year, layers: [], base: [], written: new Set(), pending: 0 });
    if (!start.inside) {
      document.documentElement.lang = spec.lang;
      document.title = spec.title;
    }
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", t("map"));
    box.setAttribute("aria-describedby", "lr-help");
    app.status = el("p", { cls: "lr-hidden", role: "status" });
    app.toast = el("div", { cls: "lr-toast lr-card", role: "status", hidden: true });
    app.foot = el("div", { cls: "lr-foot" });
    app.defs = svg("defs", {});
    app.tiles = {};
    app.root_node.prepend(
      svg("svg", { class: "lr-hidden", "aria-hidden": "true" }, app.defs),
      start.inside ? "" : el("h1", { cls: "lr-hidden" }, spec.title),
      el("p", { cls: "lr-hidden", id: "lr-help" }, t("map_help")),
    );
    count(+1);
    const [west, south, east, north] = spec.bounds;
    const world = L.latLngBounds([south, west], [north, east]);
    map.setMaxZoom(spec.zooms[1]);
    // The picture always fills the window: zooming out stops where its edge would show.
    const floor = () => {
      map.options.minZoom = 0;
      map.options.minZoom = clamp(map.getBoundsZoom(world, true), ...spec.zooms);
      // At once: an animated step would still run when the first view is set, and win.
      if (map.getZoom() < map.options.minZoom) map.setZoom(map.options.minZoom, { animate: false });
    };
    floor();
    map.on("resize", floor);
    makeBasemap();
    app.layers = spec.layers.map(makeLayer);
    app.built = true;
    const first = early || linked() || start.state || {};
    obey(
      { ...first, view: first.view || (first.box || spec.box ? null : spec.view), box: first.box || spec.box },
      true,
    );
    // Last: the map would glide into its bounds from wherever it stands, and that glide would outlive the first view.
    map.setMaxBounds(world);
    if (has("search")) makeSearch();
    makeButtons();
    if (has("facts")) makeFacts();
    if (has("panel")) makePanel();
    if (has("legend")) makeLegend();
    if (has("swipe")) makeSwipe();
    for (const [flag, make] of Object.entries(parts_of))
      if (has(flag)) make({ app, el, icon, ICONS, button, t, say, toast, perFrame, makePane, address, CALM, COARSE });
    app.root_node.append(app.foot, app.toast, app.status);
    if (has("years")) makeYears();
    makeFoot();
    if (has("link")) makeLink();
    if (!has("panel")) lendWheel();
    map.on("zoomend", () => [...app.base, ...app.layers].forEach(refresh)).on("moveend resize", relabel);
    document.fonts.ready.then(() => {
      app.base.concat(app.layers).forEach((layer) => {
        layer.named = null;
      });
      relabel();
    });
    keepAim();
    keepSealed();
    count(-1);
  }

  function mount(id, packed) {
    const start = unpack(packed);
    const box = document.getElementById(id);
    const root_node = el(start.inside ? "section" : "main", { cls: "lr" });
    box.replaceWith(root_node);
    root_node.append(box);
    const [lon, lat, zoom] = start.view;
    const map = L.map(box, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      maxBoundsViscosity: 0.7,
      fadeAnimation: !CALM.matches,
      zoomAnimation: !CALM.matches,
    }).setView([lat, lon], zoom);
    const page = start.inside ? window : window.parent;
    app = { map, root: start.root, root_node, pending: 0, start, page };
    box.dataset.lr = "loading";
    begin();
    return map;
  }

  /** Wait for the style sheets: how large a legend is says how much of the map is free. */
  function styled() {
    const late = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !link.sheet);
    const loaded = (link) => new Promise((done) => ["load", "error"].forEach((name) => link.addEventListener(name, done)));
    return Promise.race([Promise.all(late.map(loaded)), new Promise((done) => setTimeout(done, 3000))]);
  }

  async function begin() {
    const { start, root_node } = app;
    try {
      await styled();
      build(await read(start.spec), start);
    } catch (reason) {
      // Without the spec there are no words either: the page put its sentence in #lr-sorry.
      const sorry = document.getElementById("lr-sorry");
      app.map.getContainer().dataset.lr = "failed";
      root_node.append(el("p", { cls: "lr-sorry lr-card", role: "alert" }, sorry ? sorry.textContent : "\u2298"));
      throw reason;
    }
  }

  function live(packed) {
    const state = unpack(packed);
    if (!app || !app.built) early = state;
    else if (state.go) obey(state, false);
    return L.layerGroup();
  }

  /** Add a part of the map for specs with its flag. */
  function extend(flag, make) {
    parts_of[flag] = make;
  }

  const api = { mount, live, hold, unpack, extend };
  return api;
})();
