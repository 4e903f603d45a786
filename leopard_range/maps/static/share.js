/* The dialog that shares a view: link, short text, frame for another page, pictures, pages to print.
 *
 * Addresses come from the spec's `share`; what it leaves empty is not offered.
 */
LeopardMap.extend("share", function (tools) {
  "use strict";

  const { app, el, button, t, address } = tools;
  const { spec, root_node } = app;
  const { share } = spec;
  const PARTS = ["lang", "v", "year", "on", "op", "step"]; // what a link may say
  let count = 0;

  const readable = (url) => url.href.replace(/%2C/gi, ",").replace(/%3A(?!\/)/gi, ":");

  /** The link to this view: the reader's own address, or the one the keeper of the server named. */
  function link() {
    const here = new URL(address());
    const there = share.page ? new URL(share.page) : here;
    if (share.page) there.search = here.search;
    if (!share.view) for (const name of ["v", "on", "year", "op"]) there.searchParams.delete(name);
    for (const name of ["embed", "kiosk", "rest", "lost"]) there.searchParams.delete(name);
    there.searchParams.set("lang", spec.lang);
    there.hash = "";
    return there;
  }

  /** An address of ours with this view in it, and with more that it shall say. */
  function withView(path, more = {}) {
    const url = new URL(app.root + path, document.baseURI);
    const asked = link().searchParams;
    for (const name of PARTS) if (asked.has(name)) url.searchParams.set(name, asked.get(name));
    for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
    return readable(url);
  }

  function says() {
    const layers = app.layers.filter((layer) => layer.spec.listed && layer.shown).map((layer) => layer.spec.title);
    const when = app.divider === undefined ? app.year : spec.swipe.join(" – ");
    const blanks = { title: share.title, year: when, layers: layers.join("; "), link: readable(link()) };
    return t(layers.length ? "share_says" : "share_says_bare", blanks);
  }

  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  function frame() {
    const url = link();
    for (const name of [...url.searchParams.keys()]) if (!PARTS.includes(name)) url.searchParams.delete(name);
    url.searchParams.set("embed", "true");
    return (
      `<iframe src="${quoted(readable(url))}" title="${quoted(share.title)}" width="100%" height="560" ` +
      'style="border:0" loading="lazy" allow="fullscreen"></iframe>'
    );
  }

  /* ---------------------------------------------------------------- copying */

  const told = el("p", { cls: "lr-told", role: "status" });

  async function copy(field) {
    let done = false;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch (reason) {
      // No clipboard on plain http or in a frame: the old way, which asks for a selection.
      field.focus();
      field.select();
      done = document.execCommand("copy");
    }
    told.textContent = t(done ? "copied" : "copy_by_hand");
  }

  function row(title, tag, text) {
    const id = `lr-share-${(count += 1)}`;
    const field = el(tag, { id, readonly: true, spellcheck: "false", rows: tag === "textarea" ? 3 : null });
    field.value = text;
    field.addEventListener("focus", () => field.select());
    const press = el("button", { type: "button", cls: "lr-copy", onclick: () => copy(field) }, t("copy"));
    press.setAttribute("aria-label", `${t("copy")}: ${title}`);
    return el("div", { cls: "lr-share-row" }, el("label", { for: id }, title), field, press);
  }

  /* ---------------------------------------------------------------- files */

  const file = (title, path, more) => el("li", {}, el("a", { href: withView(path), ...more }, title));

  function files() {
    const list = [];
    if (share.preview) list.push(file(t("share_picture"), share.preview, { download: `${spec.id}.png` }));
    if (share.years) list.push(file(t("share_years"), share.years, { download: "years.gif" }));
    if (!share.prints) {
      const print = () => {
        box.close();
        app.page.print();
      };
      list.push(el("li", {}, el("button", { type: "button", cls: "lr-retry", onclick: print }, t("share_print"))));
    }
    return el("section", {}, el("h3", {}, t("share_files")), el("ul", {}, ...list));
  }

  /* ---------------------------------------------------------------- a page to print */

  const wish = { size: "A4", landscape: "", form: "pdf" };

  function choice(title, name, options) {
    const rows = options.map(([value, text]) => el("option", { value, selected: value === wish[name] }, text));
    const field = el("select", { id: `lr-share-${(count += 1)}` }, ...rows);
    field.addEventListener("change", () => {
      wish[name] = field.value;
    });
    return el("div", {}, el("label", { for: field.id }, t(title)), field);
  }

  function paper() {
    const get = el("a", { cls: "lr-copy", download: true }, t("share_get"));
    const point = () => {
      const { size, landscape, form } = wish;
      get.href = withView(`${share.prints}.${form}`, landscape ? { size, landscape } : { size });
    };
    const body = el(
      "div",
      { cls: "lr-paper" },
      choice("share_size", "size", [["A4", "A4"], ["A3", "A3"]]),
      choice("share_way", "landscape", [["", t("share_upright")], ["1", t("share_wide")]]),
      choice("share_form", "form", [["pdf", "PDF"], ["png", "PNG"]]),
      get,
    );
    body.addEventListener("change", point);
    point();
    return el("section", {}, el("h3", {}, t("share_paper")), body);
  }

  /* ---------------------------------------------------------------- the dialog */

  const body = el("div", { cls: "lr-share-body" });
  const shut = button("close", t("close"), () => box.close());
  const box = el("dialog", { cls: "lr-share", "aria-labelledby": "lr-share-title" });
  box.append(el("header", {}, el("h2", { id: "lr-share-title" }, t("share")), shut), body, told);

  function fill() {
    const local = link().protocol === "file:";
    told.textContent = "";
    body.replaceChildren(
      row(t("share_link"), "input", readable(link())),
      row(t("share_text"), "textarea", says()),
      local || !share.frames
        ? el("p", { cls: "lr-kind" }, t(local ? "share_disk" : "share_closed"))
        : row(t("share_embed"), "textarea", frame()),
      files(),
    );
    if (share.prints) body.append(paper());
  }

  function open() {
    fill();
    box.showModal();
    body.querySelector("input").focus();
  }

  // The map may stand in a frame, where a dialog of the browser lets Tab out to the page around it.
  box.addEventListener("keydown", (event) => {
    event.stopPropagation(); // arrows and letters belong to the fields, not to the map
    if (event.key !== "Tab") return;
    const stops = [...box.querySelectorAll("button, a[href], input, select, textarea")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge && box.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close(); // beside the card
  });
  box.addEventListener("close", () => start.focus());

  const start = button("link", t("share"), open, { "aria-haspopup": "dialog" });
  root_node.querySelector(".lr-buttons").append(start);
  root_node.append(box);
});
