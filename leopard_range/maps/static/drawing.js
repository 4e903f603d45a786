/* Drawing on the map, and places that the page and the map point out to each other.
 *
 * The truth of a drawing is a field of text on the page around the map: corners, one a line.
 * What is drawn here is written into that field, as a reader would type it; what stands there is
 * handed to the map in [data-lr-drawing] and gets handles.  Events on the page's document:
 *   leopard:place  {lat, lon, text, go}   show a place on the map (null: none)
 *   leopard:near   {at}                   the pointer is near point `at` of [data-lr-along]
 */
LeopardMap.extend("draw", function (tools) {
  "use strict";

  const { app, el, icon, button, t, say, toast, perFrame, makePane, CALM, COARSE } = tools;
  const { map, root_node } = app;
  const page = window.parent;
  const MOST = 200; // corners; the page refuses more
  const MANY = 60; // corners above which there are no handles between them
  const NEAR = 14; // pixels within which the pointer means the corridor
  const INK = "#D81B77";

  Object.assign(tools.ICONS, {
    line: "M4.5 15.5L15.5 4.5M4.5 13.7a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 0 0 0-3.6M15.5 2.7a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 0 0 0-3.6",
    area: "M4 7l7-4 6 6-3 8-9-1z",
    back: "M8 4L4 8l4 4M4 8h7a4.5 4.5 0 0 1 0 9H8",
    done: "M4 10.5l4 4 8-9",
  });

  makePane("lr-draw", 490);
  const pane = map.getPane("lr-draw");
  const renderer = L.svg({ pane: "lr-draw", padding: 0.5 });
  const sketch = L.layerGroup().addTo(map);
  const handles = L.layerGroup().addTo(map);
  const mark = L.layerGroup().addTo(map);

  /* ---------------------------------------------------------------- writing into the page */

  /** Type a text into a field of the page and leave it, as a reader would. */
  function write(field, text) {
    const area = page.document.querySelector(`.st-key-${field} textarea`);
    if (!area) {
      toast(t("draw_lost"));
      return false;
    }
    Object.getOwnPropertyDescriptor(page.HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new page.Event("input", { bubbles: true }));
    // The page takes a letter in before it hears the keys that follow.
    setTimeout(
      () =>
        area.dispatchEvent(
          new page.KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }),
        ),
      60,
    );
    return true;
  }

  const corner = ({ lat, lng }) => `${lat.toFixed(5)}, ${L.Util.wrapNum(lng, [-180, 180], true).toFixed(5)}`;

  /* ---------------------------------------------------------------- a new drawing */

  let draft = null; // {kind, corners, over}

  const width = el("input", { type: "number", min: 100, max: 50000, step: 100, value: 5000, inputmode: "numeric" });
  const widthRow = el("label", { cls: "lr-draw-width" }, t("draw_width"), width);
  const hint = el("p", {}, COARSE.matches ? t("draw_hint_touch") : t("draw_hint"));
  const keys = el("p", { cls: "lr-draw-keys" }, t("draw_keys"));
  const bar = el(
    "div",
    { cls: "lr-draw lr-card", role: "group", hidden: true },
    hint,
    COARSE.matches ? "" : keys,
    el(
      "div",
      { cls: "lr-draw-row" },
      widthRow,
      button("back", t("draw_back"), () => back()),
      button("close", t("draw_cancel"), () => stop()),
      el("button", { type: "button", cls: "lr-draw-end", onclick: () => end() }, icon("done"), t("draw_end")),
    ),
  );
  const tool = (kind) => button(kind, t(`draw_${kind}`), () => begin(kind), { "aria-pressed": "false" });
  const choices = { line: tool("line"), area: tool("area") };
  const box = el("div", { cls: "lr-draw-tools lr-card" }, choices.line, choices.area);
  root_node.append(box, bar);
  const above = root_node.querySelector(".lr-buttons");
  if (above) box.style.top = `${above.offsetTop + above.offsetHeight + 10}px`; // fingers get larger buttons
  L.DomEvent.disableClickPropagation(bar).disableScrollPropagation(bar);

  function begin(kind) {
    if (draft && draft.kind === kind) {
      stop();
      return;
    }
    stop();
    draft = { kind, corners: [], over: null };
    app.busy = true;
    app.goal = null;
    bar.hidden = false;
    bar.setAttribute("aria-label", t(`draw_${kind}`));
    widthRow.hidden = kind !== "line";
    choices[kind].setAttribute("aria-pressed", "true");
    map.closePopup();
    map.doubleClickZoom.disable();
    map.scrollWheelZoom.enable();
    root_node.classList.add("lr-drawing");
    handles.clearLayers();
    map.getContainer().focus();
    say(`${t(`draw_${kind}`)}. ${t("draw_keys")}`);
  }

  function stop() {
    if (!draft) return;
    draft = null;
    app.busy = false;
    bar.hidden = true;
    for (const each of Object.values(choices)) each.setAttribute("aria-pressed", "false");
    root_node.classList.remove("lr-drawing");
    sketch.clearLayers();
    // The second click of a double one must not zoom.
    setTimeout(() => map.doubleClickZoom.enable(), 300);
    showHandles();
  }

  function add(latlng) {
    const last = draft.corners.at(-1);
    // A double click is two clicks at one place.
    if (last && map.latLngToContainerPoint(last).distanceTo(map.latLngToContainerPoint(latlng)) < 5) return;
    if (draft.corners.length >= MOST) {
      toast(t("draw_many", { count: MOST }));
      return;
    }
    draft.corners.push(latlng);
    say(t("draw_corner", { number: draft.corners.length, count: draft.corners.length }));
    paint();
  }

  function back() {
    draft.corners.pop();
    paint();
  }

  function end() {
    const { kind, corners } = draft;
    if (corners.length < (kind === "line" ? 2 : 3)) {
      toast(t(`draw_few_${kind}`));
      return;
    }
    const head = kind === "line" ? `line ${Math.round(Number(width.value)) || 5000}` : "area";
    if (write("corridor_new", [head, ...corners.map(corner)].join("\n"))) stop();
  }

  const style = { pane: "lr-draw", renderer, interactive: false, color: INK, weight: 2.5 };

  function paint() {
    sketch.clearLayers();
    const { kind, corners, over } = draft;
    const all = over ? [...corners, over] : corners;
    if (kind === "area" && all.length > 2)
      sketch.addLayer(L.polygon(all, { ...style, fillColor: INK, fillOpacity: 0.12, dashArray: "6 4" }));
    else sketch.addLayer(L.polyline(all, { ...style, dashArray: "6 4" }));
    if (kind === "line" && corners.length > 1) {
      // As wide as it will be, in pixels of this zoom.
      const centre = map.getCenter();
      const north = L.latLng(centre.lat + 0.1, centre.lng);
      const metre = map.latLngToLayerPoint(centre).distanceTo(map.latLngToLayerPoint(north)) / map.distance(centre, north);
      const wide = Math.max(2, (Number(width.value) || 0) * metre);
      sketch.addLayer(
        L.polyline(corners, { ...style, weight: wide, opacity: 0.18, lineCap: "butt", lineJoin: "round" }),
      );
    }
    for (const at of corners)
      sketch.addLayer(L.circleMarker(at, { ...style, radius: 4.5, color: "#fff", weight: 2, fillColor: INK, fillOpacity: 1 }));
  }

  width.addEventListener("input", () => draft && paint());
  map.on("click", (event) => draft && add(event.latlng));
  map.on("dblclick", () => draft && end());
  map.on("zoomend", () => draft && paint());
  if (!COARSE.matches)
    map.on(
      "mousemove",
      perFrame((event) => {
        if (!draft) return;
        draft.over = event.latlng;
        paint();
      }),
    );
  map.on("mouseout", () => {
    if (!draft) return;
    draft.over = null;
    paint();
  });
  root_node.addEventListener(
    "keydown",
    (event) => {
      if (!draft) return;
      const typing = event.target === width;
      if (event.key === "Escape") stop();
      else if (event.key === "Enter" && (typing || event.target === map.getContainer())) end();
      else if (event.key === "Backspace" && !typing) back();
      else if (event.key === " " && event.target === map.getContainer()) add(map.getCenter());
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  /* ---------------------------------------------------------------- handles of the drawing on the page */

  let shown = ""; // what the page handed out
  let given = null; // {kind, corners: [[lat, lon]]}

  function handed() {
    const note = page.document.querySelector("[data-lr-drawing]");
    const text = note ? note.dataset.lrDrawing : "";
    if (text === shown) return;
    shown = text;
    given = text ? JSON.parse(text) : null;
    showHandles();
  }

  function changed(corners) {
    if (corners.length < (given.kind === "line" ? 2 : 3)) {
      toast(t(`draw_few_${given.kind}`));
      showHandles();
      return;
    }
    write("corridor_corners", corners.map(corner).join("\n"));
    say(t("draw_moved"));
  }

  function showHandles() {
    handles.clearLayers();
    if (!given || draft) return;
    const points = given.corners.map(([lat, lon]) => L.latLng(lat, lon));
    const line = L.polyline([], { ...style, weight: 1.5 });
    const outline = () => line.setLatLngs(given.kind === "area" ? [...points, points[0]] : points);
    outline();
    handles.addLayer(line);
    const grip = (at, cls, move, done) => {
      const marker = L.marker(at, {
        pane: "lr-draw",
        draggable: true,
        keyboard: false,
        icon: L.divIcon({ className: `lr-grip ${cls}`, iconSize: COARSE.matches ? [26, 26] : [14, 14] }),
      });
      marker.on("dragstart", () => (app.busy = true));
      marker.on("drag", () => {
        move(marker.getLatLng());
        outline();
      });
      marker.on("dragend", () => {
        app.busy = false;
        done();
      });
      handles.addLayer(marker);
      return marker;
    };
    points.forEach((at, i) => {
      const marker = grip(
        at,
        "lr-grip-corner",
        (to) => (points[i] = to),
        () => changed(points),
      );
      const remove = () => changed(points.filter((_, other) => other !== i));
      marker.on("contextmenu dblclick", (event) => {
        L.DomEvent.stop(event);
        remove();
      });
    });
    if (points.length > MANY) return;
    const pairs = given.kind === "area" ? points.length : points.length - 1;
    for (let i = 0; i < pairs; i += 1) {
      const next = points[(i + 1) % points.length];
      const middle = L.latLng((points[i].lat + next.lat) / 2, (points[i].lng + next.lng) / 2);
      let fresh = true;
      grip(
        middle,
        "lr-grip-middle",
        (to) => {
          if (fresh) points.splice(i + 1, 0, to);
          else points[i + 1] = to;
          fresh = false;
        },
        () => changed(points),
      );
    }
  }

  /* ---------------------------------------------------------------- places */

  function point(event) {
    const place = event.detail;
    mark.clearLayers();
    if (!place) return;
    const at = L.latLng(place.lat, place.lon);
    const ring = { pane: "lr-draw", renderer, interactive: false, radius: 9, weight: 3, fill: false };
    mark.addLayer(L.circleMarker(at, { ...ring, color: "#fff", weight: 7 }));
    mark.addLayer(L.circleMarker(at, { ...ring, color: "#22302B" }));
    if (place.go) {
      if (!map.getBounds().pad(-0.1).contains(at) || map.getZoom() < 9)
        map[CALM.matches ? "setView" : "flyTo"](at, Math.max(map.getZoom(), 10), { duration: 0.8 });
      if (place.text) say(place.text);
    }
  }

  /** Tell the page which point of the centre line the pointer is near. */
  let along = { text: "", points: [] };
  const look = perFrame((event) => {
    const note = page.document.querySelector("[data-lr-along]");
    const text = note ? note.dataset.lrAlong : "";
    if (text !== along.text) along = { text, points: text ? JSON.parse(text) : [] };
    if (!along.points.length || app.busy) return;
    const here = event.containerPoint;
    let [best, least] = [-1, Infinity];
    along.points.forEach(([lat, lon], i) => {
      const away = map.latLngToContainerPoint([lat, lon]).distanceTo(here);
      if (away < least) [best, least] = [i, away];
    });
    if (least <= Math.max(NEAR, event.reach || 0))
      page.document.dispatchEvent(new page.CustomEvent("leopard:near", { detail: { at: best } }));
  });
  map.on("mousemove click", look);

  page.document.addEventListener("leopard:place", point);
  const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ["data-lr-drawing"] };
  const observer = new page.MutationObserver(handed);
  observer.observe(page.document.body, watch);
  window.addEventListener("pagehide", () => {
    observer.disconnect();
    page.document.removeEventListener("leopard:place", point);
  });
  handed();
  pane.style.pointerEvents = "none";
});
