/* Saves <form data-autosave> as it is filled: POST to its own action with X-Autosave, 1.5 s after the last
   keystroke and 4 s after the first unsaved one, so that no more than 5 s of typing are ever unsaved. A broken
   line or a lost session does not stop it: the text stays here and is tried again every 4 s. The form's own
   button works without this script; pressed while a save is on its way, it waits for the version that comes back.
   Words come from the status region: <p data-autosave-status data-saved data-saving data-failed data-conflict>. */
(function () {
  "use strict";
  const QUIET = 1500;
  const APART = 1500;
  const LONGEST = 4000;
  const PATIENCE = 8000;

  function attach(form) {
    if (form.dataset.autosaveReady) return;
    form.dataset.autosaveReady = "1";
    const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
    const state = { timer: 0, last: -APART, since: 0, busy: false, dirty: false, stopped: false };

    function say(kind, detail) {
      if (!status) return;
      status.dataset.state = kind;
      status.textContent = (status.dataset[kind] || "") + (detail ? " " + detail : "");
    }

    function plan() {
      if (state.stopped) return;
      const now = performance.now();
      if (!state.dirty) state.since = now;
      state.dirty = true;
      clearTimeout(state.timer);
      const soon = Math.max(QUIET, state.last + APART - now);
      state.timer = setTimeout(save, Math.max(0, Math.min(soon, state.since + LONGEST - now)));
    }

    function later() {
      state.dirty = true;
      clearTimeout(state.timer);
      state.timer = setTimeout(save, LONGEST);
    }

    function save() {
      if (state.stopped) return;
      if (state.busy) state.again = true;
      else state.running = saveNow();
    }

    async function saveNow() {
      state.busy = true;
      state.dirty = false;
      state.last = performance.now();
      say("saving");
      try {
        const answer = await fetch(form.getAttribute("action") || location.href, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-Autosave": "1", "X-CSRFToken": window.shortlist.csrfToken(), Accept: "application/json" },
          credentials: "same-origin",
          redirect: "manual",
        });
        await report(answer);
      } catch (error) {
        say("failed", status && status.dataset.offline);
        later();
      }
      state.busy = false;
      if (state.again) {
        state.again = false;
        if (state.dirty) plan();
      }
    }

    async function report(answer) {
      const body = await read(answer);
      if (answer.ok) {
        accept(body);
        return;
      }
      // Somebody else saved in between, or the time is over: stop, so nothing is overwritten.
      if (answer.status === 409) {
        state.stopped = true;
        say("failed", body.message || (status && status.dataset.conflict));
        return;
      }
      state.refused = true; // what stands here is nowhere else
      say("failed", body.message || (status && (signedOut(answer) ? status.dataset.signedOut : status.dataset.refused)));
      if (signedOut(answer)) {
        await window.shortlist.renewToken();
        later();
      } else if (answer.status >= 500) {
        later();
      }
    }

    function signedOut(answer) {
      return answer.type === "opaqueredirect" || answer.status === 403;
    }

    function accept(body) {
      state.refused = false;
      const version = form.querySelector('input[name="version"]');
      if (version && body.version !== undefined) version.value = body.version;
      say("saved", body.at || new Date().toTimeString().slice(0, 8));
      form.dispatchEvent(new CustomEvent("shortlist:saved", { bubbles: true, detail: body }));
    }

    form.addEventListener("input", plan);
    form.addEventListener("change", plan);
    /* Sent beside a save that has not come back, the form would carry the old version and be refused. */
    form.addEventListener("submit", function (event) {
      clearTimeout(state.timer);
      state.stopped = true;
      if (!state.busy) return;
      event.preventDefault();
      if (state.waits) return;
      state.waits = true;
      Promise.race([state.running, new Promise((done) => setTimeout(done, PATIENCE))]).then(function () {
        state.busy = false;
        form.requestSubmit(event.submitter);
      });
    });
    window.addEventListener("beforeunload", function (event) {
      if ((state.dirty || state.refused) && !state.stopped) event.preventDefault();
    });
  }

  async function read(answer) {
    const type = answer.headers.get("Content-Type") || "";
    return type.includes("json") ? answer.json() : {};
  }

  function attachAll() {
    document.querySelectorAll("form[data-autosave]").forEach(attach);
  }
  attachAll();
  document.addEventListener("htmx:load", attachAll);
})();
