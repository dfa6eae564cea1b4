/* What pages gain where script runs; every page also works without it. */
(function () {
  "use strict";

  const announcer = document.getElementById("announcer");

  function say(words) {
    if (announcer && words) announcer.textContent = words;
  }

  function focusMarked(root) {
    const marked = root.querySelector("[data-focus]");
    if (marked) marked.focus();
  }

  function closePops(except) {
    document.querySelectorAll("details.pop[open]").forEach(function (pop) {
      if (pop !== except) pop.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closePops(event.target.closest("details.pop"));

    const opener = event.target.closest("[data-open]");
    const dialog = opener && document.getElementById(opener.dataset.open);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }

    const closer = event.target.closest("[data-close]");
    const closed = closer && closer.closest(closer.dataset.close);
    if (closed) {
      event.preventDefault();
      if (closed.close) closed.close();
      else closed.remove();
    }

    if (event.target.closest("[data-print]")) window.print();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      const pop = document.querySelector("details.pop[open]");
      if (pop) {
        pop.open = false;
        pop.querySelector("summary").focus();
      }
    }
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (typing && event.ctrlKey && event.key === "Enter" && typing.form) typing.form.requestSubmit();
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
    if (event.key === "j" || event.key === "k") stepRows(event.key === "j" ? 1 : -1);
  });

  function stepRows(step) {
    const links = Array.from(document.querySelectorAll("[data-row-link]"));
    const next = links[links.indexOf(document.activeElement) + step] || (step > 0 ? null : links[0]);
    if (next) next.focus();
  }

  /* A form that was sent after its session had ended is filled again, once and for the same person, on the way back from the
     sign-in page. Passwords and files are never kept. */
  const SIGN_IN = "/account/login/";
  const person = document.getElementById("main") && document.getElementById("main").dataset.person;

  function fieldsOf(form) {
    return Array.from(new FormData(form)).filter(function (entry) {
      const field = form.elements[entry[0]];
      return typeof entry[1] === "string" && entry[0] !== "csrfmiddlewaretoken" && field && field.type !== "password";
    });
  }

  function fill(form, fields) {
    Array.from(form.elements).forEach(function (field) {
      const values = fields.filter((entry) => entry[0] === field.name).map((entry) => entry[1]);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.tagName === "SELECT") Array.from(field.options).forEach((option) => (option.selected = values.includes(option.value)));
      else if (values.length && field.type !== "file") field.value = values[0];
    });
    for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    document.getElementById("messages").append(document.getElementById("typed-again").content.cloneNode(true));
  }

  if (person) {
    const sent = JSON.parse(window.sessionStorage.getItem("sent") || "null");
    window.sessionStorage.removeItem("sent");
    const back = sent && sent.person === person && sent.page === location.pathname && document.referrer.includes(SIGN_IN);
    const form = back && Array.from(document.forms).find((form) => form.method === "post" && form.getAttribute("action") === sent.action);
    if (form) fill(form, sent.fields);
    document.addEventListener("submit", function (event) {
      const form = event.target;
      if (form.method !== "post") return;
      const kept = { person: person, page: location.pathname, action: form.getAttribute("action"), fields: fieldsOf(form) };
      window.sessionStorage.setItem("sent", JSON.stringify(kept));
    });
  }

  /* A second click on a button that is already working must not send twice; GET forms and downloads stay usable. */
  document.addEventListener("submit", function (event) {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });

  function ready(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach(function (button) {
      button.removeAttribute("aria-busy");
    });
  }

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(ready);
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest && event.target.closest("form");
    if (form) ready(form);
  });

  /* Empty filters stay out of the address. */
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") return;
    Array.from(event.detail.formData.entries()).forEach(function (entry) {
      if (entry[1] === "") event.detail.formData.delete(entry[0]);
    });
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    script(event.target);
    const told = event.target.querySelector("[data-announce]");
    say(told ? told.dataset.announce : "");
    focusMarked(event.target);
  });

  document.addEventListener("htmx:sendError", function () {
    const offline = document.getElementById("offline-words");
    const box = document.getElementById("messages");
    if (offline && box) box.append(offline.content.cloneNode(true));
  });

  /* Drop zones: the input inside does the work, this only fills it and says what was chosen. */
  function tell(zone) {
    const input = zone.querySelector("input[type=file]");
    const names = Array.from(input.files).map(function (file) {
      return file.name + " (" + Math.max(1, Math.round(file.size / 1024)) + " kB)";
    });
    zone.querySelector(".drop-files").textContent = names.join(", ");
  }

  function script(root) {
    root.querySelectorAll("[data-drop]").forEach(function (zone) {
      zone.classList.add("drop-scripted");
    });
  }

  script(document);

  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      const zone = event.target.closest && event.target.closest("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("drop-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        const input = zone.querySelector("input[type=file]");
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  });

  document.addEventListener("change", function (event) {
    const zone = event.target.closest("[data-drop]");
    if (zone) tell(zone);
  });

  /* On paper nothing can be unfolded: what is folded is printed open. */
  let unfolded = [];
  window.addEventListener("beforeprint", function () {
    unfolded = Array.from(document.querySelectorAll("details.unfold:not([open])"));
    unfolded.forEach(function (box) {
      box.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    unfolded.forEach(function (box) {
      box.open = false;
    });
  });

  const current = document.querySelector(".bar-menu [aria-current]");
  if (current) current.scrollIntoView({ block: "nearest", inline: "nearest" });

  focusMarked(document);
})();
