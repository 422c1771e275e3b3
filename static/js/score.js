/* Keys on a score page: 0 to 5 choose a score, the same key again adds a half, 6 to 9 choose 1.5 to 4.5, up and
   down move by a half, left and right go to the cell before or after. Text fields keep their keys. The page works without this. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-score]");
  if (!form) return;
  const radios = Array.from(form.querySelectorAll('input[name="value"]'));

  function pick(index) {
    const radio = radios[Math.max(0, Math.min(radios.length - 1, index))];
    radio.checked = true;
    // Tab goes on to the reason. On the group, not on the radio: there left and right would move the score.
    const inside = radios.includes(document.activeElement);
    (inside ? radio : radio.closest("fieldset")).focus({ preventScroll: true });
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function chosen() {
    return radios.findIndex(function (radio) { return radio.checked; });
  }

  function follow(rel) {
    const link = document.querySelector('a[rel="' + rel + '"]');
    if (link) link.click();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, select, input:not([type=radio]), summary, [role=region]")) return;
    if (/^[0-5]$/.test(event.key) && !radios[0].disabled) {
      const whole = Number(event.key) * 2;
      pick(chosen() === whole ? whole + 1 : whole);
    } else if (/^[6-9]$/.test(event.key) && !radios[0].disabled) {
      pick((Number(event.key) - 5) * 2 + 1);
    } else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !event.target.matches("input[type=radio]")) {
      if (chosen() < 0 || radios[0].disabled) return;
      pick(chosen() + (event.key === "ArrowUp" ? 1 : -1));
      event.preventDefault();
    } else if (event.key === "ArrowLeft" && !event.target.matches("input[type=radio]")) follow("prev");
    else if (event.key === "ArrowRight" && !event.target.matches("input[type=radio]")) follow("next");
  });
})();
