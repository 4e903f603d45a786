/* Permalinks, read in the browser: where no server reads them, and by the same rules as `maps/link.py`.
 *
 * LeopardMap.link.read(query, spec)   {state, dropped}: what can be used, and a note for every part that cannot
 * LeopardMap.link.step(query, count)  step of the story, counted from 0
 */
LeopardMap.link = (function () {
  "use strict";

  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const YEAR = /^[0-9]{4}$/;
  const STEP = /^[0-9]{1,3}$/;

  /** A finite number or NaN; a link may hold anything. */
  function number(text) {
    const value = NUMBER.test(text) ? Number(text) : NaN;
    return Number.isFinite(value) ? value : NaN;
  }

  /** The last of several, as the server takes it; null when there is none. */
  const last = (query, name) => query.getAll(name).at(-1) ?? null;

  function view(text, drop) {
    if (text === null) return null;
    const parts = text.split(",").map(number);
    const [lon, lat, zoom] = parts;
    if (parts.length === 3 && Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 20) return parts;
    drop("link_view", { value: text });
    return null;
  }

  function year(text, [first, final], drop) {
    if (text === null) return null;
    if (YEAR.test(text) && Number(text) >= first && Number(text) <= final) return Number(text);
    drop("link_year", { value: text, first, last: final });
    return null;
  }

  function shown(text, layers, drop) {
    if (text === null) return null;
    const asked = text.split(",").filter(Boolean);
    for (const name of asked) if (!layers.includes(name)) drop("link_layer", { value: name });
    const known = [...new Set(asked.filter((name) => layers.includes(name)))];
    // A link with nothing but unknown layers is broken: better the page's own choice than a bare map.
    return known.length || !asked.length ? known : null;
  }

  function opacity(text, layers, drop) {
    const found = {};
    for (const part of (text || "").split(",")) {
      const colon = part.indexOf(":");
      const name = colon < 0 ? part : part.slice(0, colon);
      const share = number(colon < 0 ? "" : part.slice(colon + 1)) / 100;
      if (layers.includes(name) && share >= 0 && share <= 1) found[name] = share;
      else if (part) drop("link_opacity", { value: part });
    }
    return found;
  }

  function read(query, spec) {
    const dropped = [];
    const drop = (code, blanks) => dropped.push([code, blanks]);
    const layers = spec.layers.map(({ id }) => id);
    const state = {
      view: view(last(query, "v"), drop),
      box: null,
      year: year(last(query, "year"), spec.years, drop),
      on: shown(last(query, "on"), layers, drop),
      opacity: opacity(last(query, "op"), layers, drop),
    };
    return { state, dropped };
  }

  function step(query, count) {
    const asked = last(query, "step") ?? "1";
    return STEP.test(asked) ? Math.min(Math.max(Number(asked), 1), count) - 1 : 0;
  }

  return { read, step };
})();
