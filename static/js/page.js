/* Runs first, before the body: marks that scripts run; then htmx's CSRF header and menus that close. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  function token() {
    const meta = document.querySelector('meta[name="csrf-token"]');
    return meta ? meta.content : "";
  }
  /* After a new sign-in in another window the token is another one; a page of ours carries it. */
  async function renewToken() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
      if (!answer.ok) return false;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector('meta[name="csrf-token"]');
      if (!found || !found.content) return false;
      document.querySelector('meta[name="csrf-token"]').content = found.content;
      document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach(function (input) { input.value = found.content; });
      return true;
    } catch (error) {
      return false;
    }
  }
  window.shortlist = { csrfToken: token, renewToken: renewToken, serverTime: Date.now };

  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = token();
  });
  // A refusal (409, 422) carries a page fragment that says why: show it like an answer.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const status = event.detail.xhr.status;
    if (status === 409 || status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details[data-menu]"));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[data-menu][open]");
    closeMenus(null);
    if (menu) menu.querySelector("summary").focus();
  });
  // A link into a closed "how?" or chart table opens it.
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
  }
  document.addEventListener("DOMContentLoaded", openTarget);
  window.addEventListener("hashchange", openTarget);
})();
