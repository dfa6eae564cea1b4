/* Evidence: files go up as soon as they are dropped, pasted or chosen; the answer replaces the box. Without script its form does it. */
(function () {
  "use strict";

  if (window.evidenceReady) return;
  window.evidenceReady = true;

  let queue = Promise.resolve();

  function box() {
    return document.getElementById("evidence-box");
  }

  function token() {
    return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  }

  function tell(part, show, words) {
    const element = box().querySelector(part);
    element.hidden = !show;
    if (words) element.textContent = words;
    return element;
  }

  /* The answer comes in place of the box. What was typed for a pair stays while other files go up, and so do the complaints
     about the files before this one. */
  function swap(markup, first) {
    const next = new DOMParser().parseFromString(markup, "text/html").getElementById("evidence-box");
    if (!next) return false;
    const old = box();
    const complaints = first ? null : old.querySelector(".error-summary");
    const fresh = next.querySelector(".error-summary ul");
    if (complaints && fresh) fresh.prepend(...complaints.querySelectorAll("li"));
    else if (complaints) next.prepend(complaints);
    if (!old.querySelector("[data-evidence-send][aria-busy]")) {
      next.querySelector(".evidence-pair").replaceWith(old.querySelector(".evidence-pair"));
    }
    old.replaceWith(next);
    window.htmx.process(next);
    next.querySelector("[data-drop]").classList.add("drop-scripted");
    const marked = next.querySelector("[data-focus]");
    if (marked) marked.focus();
    return true;
  }

  function send(data, first) {
    return new Promise(function (done) {
      const request = new XMLHttpRequest();
      const bar = tell(".evidence-progress", true);
      tell("[data-evidence-trouble]", false);
      request.open("POST", box().dataset.evidence);
      request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("HX-Request", "true");
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("loadend", function () {
        if (request.getResponseHeader("HX-Redirect")) window.location.assign(request.getResponseHeader("HX-Redirect"));
        else if (!request.status || !swap(request.responseText, first)) fail(request);
        done();
      });
      request.send(data);
    });
  }

  /* A refusal of the whole request comes as a message; without any answer the network is at fault. */
  function fail(request) {
    tell(".evidence-progress", false);
    const said = new DOMParser().parseFromString(request.responseText || "", "text/html").querySelector(".message-words");
    const words = box().querySelector("[data-evidence-trouble]").dataset.offline;
    tell("[data-evidence-trouble]", true, said ? said.textContent : words);
    box().querySelectorAll("[aria-busy]").forEach(function (button) {
      button.removeAttribute("aria-busy");
    });
  }

  /* One request for each file, one after the other: a large one never makes the others too large. */
  function sendEach(name, files) {
    Array.from(files).forEach(function (file, place) {
      queue = queue.then(function () {
        const data = new FormData();
        data.append(name, file);
        return send(data, place === 0);
      });
    });
  }

  document.addEventListener("change", function (event) {
    const input = event.target.closest("[data-evidence-now]");
    if (!input || !input.files.length) return;
    sendEach(input.name, input.files);
  });

  document.addEventListener("paste", function (event) {
    if (!box() || !event.clipboardData || !event.clipboardData.files.length) return;
    event.preventDefault();
    sendEach("files", event.clipboardData.files);
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-evidence-send]");
    if (!button) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    const data = new FormData();
    box().querySelectorAll("input[name]").forEach(function (input) {
      if (input.type !== "file") data.append(input.name, input.value);
      else Array.from(input.files).forEach(function (file) {
        data.append(input.name, file);
      });
    });
    queue = queue.then(function () {
      return send(data, true);
    });
  });
})();
