/* Asks before a page is left on which something was typed and not sent: by a link, or by the button of another
   form of the page. Forms that save themselves and sign-in forms are left out; without this script nothing asks. */
(function () {
  "use strict";
  const typed = new Set();

  function guarded(form) {
    return form && form.method === "post" && !form.matches("[data-autosave]") && !form.querySelector("[type=password]");
  }
  function note(event) {
    if (guarded(event.target.form)) typed.add(event.target.form);
  }
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("submit", function (event) {
    typed.delete(event.target);
  });
  window.addEventListener("beforeunload", function (event) {
    if ([...typed].some((form) => form.isConnected)) event.preventDefault();
  });
})();
