/* The checking page: a field that has the focus lights up its place in the paper. */
(function () {
  "use strict";

  const paper = document.querySelector(".checking-paper");
  const pieces = paper ? Array.from(paper.querySelectorAll("[data-start]")) : [];
  let lit = [];

  function span(words) {
    return words.split("-").map(Number);
  }

  function light(place) {
    lit.forEach(function (piece) {
      piece.classList.remove("lit");
    });
    lit = pieces.filter(function (piece) {
      const start = Number(piece.dataset.start);
      return start >= place[0] && start < place[1];
    });
    lit.forEach(function (piece) {
      piece.classList.add("lit");
    });
    if (lit.length) {
      const top = lit[0].getBoundingClientRect().top - paper.getBoundingClientRect().top;
      paper.scrollTop += top - paper.clientHeight / 4;
    }
  }

  function placeOf(element) {
    const own = element.closest("[data-place]");
    if (own) return span(own.dataset.place);
    const item = element.closest("[data-item-place]");
    return item ? span(item.dataset.itemPlace) : null;
  }

  document.addEventListener("focusin", function (event) {
    const place = paper && !paper.contains(event.target) && placeOf(event.target);
    if (place) light(place);
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest(".place-link, .repairs a");
    const place = paper && link && placeOf(link);
    if (place) {
      event.preventDefault();
      light(place);
    }
  });

  /* Alt+N, or its button, goes to the field of the next point to look at; after the last one the page of all of them opens. */
  function nextDoubt(from) {
    const doubts = document.querySelectorAll(".entry:not(.entry-out) [data-doubt], .entry:not(.entry-out) .unit-unknown");
    const fields = Array.from(doubts, fieldOf).sort(function (one, other) {
      return follows(other, one) ? -1 : follows(one, other) ? 1 : 0;
    });
    const next = fields.find(function (field) {
      return follows(field, from);
    });
    const field = next || (from.closest(".entry") ? null : fields[0]);
    if (field) field.focus();
    return Boolean(field);
  }

  function follows(element, other) {
    return Boolean(other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  /* Alt+C ticks the item one is in and goes on to the next point. */
  function tick(from) {
    const entry = from.closest(".entry");
    const box = entry && entry.querySelector("[data-checked]");
    if (!box) return;
    if (!box.checked) box.click();
    if (nextDoubt(Array.from(entry.querySelectorAll("input, button")).pop())) return;
    const way = document.querySelector("[data-next-doubt]");
    if (way) way.focus();
  }

  const keys = document.getElementById("keys");
  if (keys) keys.hidden = false;

  /* Where the person is; a card may have been replaced since. */
  let last = null;
  let lastEntry = "";
  document.addEventListener("focusin", function (event) {
    const entry = event.target.closest(".entry");
    if (!entry) return;
    last = event.target;
    lastEntry = entry.id;
  });

  function here() {
    return document.contains(last) ? last : document.getElementById(lastEntry) || document.body.firstElementChild;
  }

  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const way = document.querySelector("[data-next-doubt]");
    if (event.code === "KeyN" && way) {
      event.preventDefault();
      way.click();
    }
    if (event.code === "KeyC" && document.activeElement.closest(".entry")) {
      event.preventDefault();
      tick(document.activeElement);
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-next-doubt]") && nextDoubt(here())) event.preventDefault();
  });

  /* The row that the doubt is about, else the last field before its words; what concerns the whole item stands before its fields. */
  function fieldOf(doubt) {
    const box = doubt.closest(".unit-row, .measure-row, .understood, .field, form");
    const row = doubt.dataset.place && box.querySelector('.unit-row[data-place="' + doubt.dataset.place + '"]');
    if (row) return row.querySelector("input");
    const fields = Array.from(box.querySelectorAll("input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select"));
    const before = fields.filter(function (field) {
      return follows(doubt, field);
    });
    return before.pop() || fields[0];
  }

  /* A field saves itself when it is left; whoever leaves the whole page from within it loses nothing either. */
  const unsent = new Set();
  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[hx-post]");
    if (form) unsent.add(form);
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    unsent.delete(event.target);
  });
  window.addEventListener("pagehide", function () {
    unsent.forEach(function (form) {
      if (document.contains(form)) navigator.sendBeacon(form.getAttribute("hx-post"), new FormData(form));
    });
    unsent.clear();
  });

  /* A file that the server would refuse is not sent at all. */
  const limited = document.querySelector("form[data-most-bytes]");
  if (limited) {
    limited.addEventListener("change", function (event) {
      const file = event.target.files && event.target.files[0];
      if (!event.target.files) return;
      const tooLarge = Boolean(file) && file.size > Number(limited.dataset.mostBytes) * 1024 * 1024;
      document.getElementById("file-too-large").hidden = !tooLarge;
      if (tooLarge) event.target.value = "";
    });
  }
})();
