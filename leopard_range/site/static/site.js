// Mounts the map of a light document and leads through its story; everything can be read without it.
"use strict";
(function () {
  document.documentElement.classList.add("js");
  const place = document.querySelector("[data-leopard-map]");
  if (place) LeopardMap.mount(place.id, place.dataset.leopardMap);
})();
