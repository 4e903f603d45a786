// What can be played with on the page Learn. A part of a page that holds data-learn is brought to life
// once, also when the page is drawn again around it.
"use strict";
(function () {
  if (window.LeopardLearn) return;
  var games = {};
  function mount() {
    document.querySelectorAll("[data-learn]:not([data-mounted])").forEach(function (box) {
      var game = games[box.getAttribute("data-learn")];
      box.setAttribute("data-mounted", "");
      if (game) game(box);
    });
  }
  window.LeopardLearn = { games: games, mount: mount };
  new MutationObserver(mount).observe(document.documentElement, { subtree: true, childList: true });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  mount();
})();
