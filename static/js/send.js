/* Sends <form data-send="deadline"> and does not let go: on a broken line or 502, 503, 504 it sends the same form
   again, 0.3 s to 3 s apart, until a minute after the deadline. The form's key makes it one quote however often
   it arrives. Nothing is called sent before the server has said so. Without this script the form posts itself. */
(function () {
  "use strict";
  const AGAIN = [502, 503, 504];
  const SHORTEST = 300;
  const LONGEST = 3000;
  const GRACE = 60000;
  const PATIENCE = 15000;

  function attach(form) {
    const status = form.querySelector("[data-send-status]");
    const button = form.querySelector("button[type=submit]");
    let busy = false;
    if (!button) return;

    function say(text, url, refused) {
      status.textContent = text;
      status.toggleAttribute("data-refused", Boolean(refused));
      if (!url) return;
      const link = document.createElement("a");
      link.href = url;
      link.textContent = url;
      status.append(" ", link);
    }

    function timeLeft() {
      return Date.parse(form.dataset.send) + GRACE - window.shortlist.serverTime();
    }

    async function ask() {
      const control = new AbortController();
      const timer = setTimeout(() => control.abort(), PATIENCE);
      try {
        return await fetch(form.action, {
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          headers: { Accept: "application/json", "X-CSRFToken": window.shortlist.csrfToken() },
          credentials: "same-origin",
          redirect: "manual",
          signal: control.signal,
        });
      } finally {
        clearTimeout(timer);
      }
    }

    /* Returns true when the form has its answer. */
    async function attempt() {
      let answer;
      try {
        answer = await ask();
      } catch (error) {
        return false;
      }
      if (AGAIN.includes(answer.status)) return false;
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        await window.shortlist.renewToken();
        if (answer.status === 403 && !form.dataset.renewed) {
          form.dataset.renewed = "1";
          return false;
        }
        say(form.dataset.signedOut);
        return true;
      }
      let body;
      try {
        body = await answer.json();
      } catch (error) {
        return false;
      }
      if (body.state === "received") location.assign(body.url);
      else if (body.state === "draft_moved" || body.state === "not_ready") form.submit();
      else say(body.message || form.dataset.gone, body.message ? "" : form.dataset.statusUrl, body.message);
      return true;
    }

    async function send() {
      let pause = SHORTEST;
      say(form.dataset.sending);
      for (;;) {
        if (await attempt()) return;
        if (timeLeft() < 0) {
          say(form.dataset.gone, form.dataset.statusUrl);
          return;
        }
        say(form.dataset.waiting);
        await new Promise((done) => setTimeout(done, pause * (0.75 + Math.random() / 2)));
        pause = Math.min(pause * 1.6, LONGEST);
      }
    }

    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      if (busy) return;
      busy = true;
      delete form.dataset.renewed;
      button.setAttribute("aria-disabled", "true");
      await send();
      button.removeAttribute("aria-disabled");
      busy = false;
    });
  }

  document.querySelectorAll("form[data-send]").forEach(attach);
})();
