/* What somebody types in a report outlives the end of the session: this window keeps it until the server has it. */
(function () {
  "use strict";

  const store = window.sessionStorage;

  function keyOf(element, path) {
    return "report:" + element.dataset.author + ":" + path;
  }

  const done = document.querySelector("[data-handed-in]");
  if (done) store.removeItem(keyOf(done, done.dataset.handedIn));

  const form = document.getElementById("report-form");
  const state = document.getElementById("draft-state");
  if (!form || !state) return;
  const key = keyOf(form, form.dataset.kept);

  function entries(without) {
    return Array.from(new FormData(form).entries()).filter(function (entry) {
      return !without.includes(entry[0]);
    });
  }

  function keep() {
    store.setItem(key, JSON.stringify(entries(["csrfmiddlewaretoken"])));
  }

  function typed() {
    return JSON.stringify(entries(["csrfmiddlewaretoken", "draft_version"]));
  }

  function restore(kept) {
    Array.from(form.elements).forEach(function (element) {
      const values = kept
        .filter(function (entry) {
          return entry[0] === element.name;
        })
        .map(function (entry) {
          return entry[1];
        });
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else if (values.length) element.value = values[0];
    });
    document.getElementById("restored").hidden = false;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* After a refusal the page shows what was typed; else what is kept here is newer than the server's draft. */
  const kept = store.getItem(key);
  if (kept && !form.querySelector(".error-summary")) restore(JSON.parse(kept));

  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);

  let sent = "";
  state.addEventListener("htmx:beforeRequest", function () {
    sent = typed();
  });
  state.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.xhr.status !== 200) return;
    if (sent === typed()) store.removeItem(key);
    else keep();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-forget], [form=discard-form]")) store.removeItem(key);
  });
})();
