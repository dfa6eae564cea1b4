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

  /* Alt+N goes to the field of the next point to look at. */
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.code !== "KeyN") return;
    const doubts = Array.from(document.querySelectorAll(".entry [data-doubt], .entry .unit-unknown"));
    const here = document.activeElement;
    const next = doubts.find(function (doubt) {
      return here.compareDocumentPosition(doubt) & Node.DOCUMENT_POSITION_FOLLOWING && fieldOf(doubt) !== here;
    });
    const field = next && fieldOf(next);
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });

  function fieldOf(doubt) {
    const box = doubt.closest(".unit-row, .measure-row, .understood, .field, form");
    return box.querySelector("input:not([type=hidden]):not([type=checkbox]), textarea, select");
  }

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
