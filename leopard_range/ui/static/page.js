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
  }
  new MutationObserver(sync).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-leopard-lang", "lang"]
  });
  sync();
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-save]");
    if (!link) return;
    var wanted = new URLSearchParams(location.search);
    wanted.set("lang", document.documentElement.lang);
    link.href = "./save/" + link.getAttribute("data-save") + "?" + wanted;
  }, true);
})();
