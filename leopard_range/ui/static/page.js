// Keeps the page's lang attribute in step with the language the reader chose:
// Streamlit always says "en", and screen readers pick their voice by it.
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
})();
