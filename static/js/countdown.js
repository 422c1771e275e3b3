/* Time left, by the database's clock: <span data-deadline="ISO" data-day="d" data-hour="h" ... data-closed="closed">.
   The page's own moment serves until /clock has answered; half of the way there and back is taken off.
   The words come from the page, so they are translated; without scripts the span keeps what the server wrote. */
(function () {
  "use strict";
  const now = document.querySelector('meta[name="server-now"]');
  const HOUR = 3600000;
  const AGAIN = 300000;
  let offset = (now && now.content ? Date.parse(now.content) : Date.now()) - performance.now();
  let asked = -AGAIN;

  function serverTime() {
    return offset + performance.now();
  }
  window.shortlist.serverTime = serverTime;

  async function setClock() {
    if (performance.now() - asked < AGAIN || document.hidden) return;
    asked = performance.now();
    try {
      const begun = performance.now();
      const answer = await fetch("/clock", { cache: "no-store", headers: { Accept: "application/json" } });
      const ended = performance.now();
      if (answer.ok) offset = Date.parse((await answer.json()).now) - (begun + ended) / 2;
    } catch (error) {
      // The page's own moment goes on serving.
    }
  }

  function words(left, data) {
    const days = Math.floor(left / (24 * HOUR));
    const hours = Math.floor(left / HOUR) % 24;
    const minutes = Math.floor(left / 60000) % 60;
    const seconds = Math.floor(left / 1000) % 60;
    if (days > 0) return days + " " + data.day + " " + hours + " " + data.hour;
    if (hours > 0) return hours + " " + data.hour + " " + minutes + " " + data.minute;
    return minutes + " " + data.minute + " " + seconds + " " + data.second;
  }

  function show(span) {
    const left = Date.parse(span.dataset.deadline) - serverTime();
    if (Number.isNaN(left)) return;
    const text = left > 0 ? words(left, span.dataset) : span.dataset.closed;
    if (span.textContent !== text) span.textContent = text;
    span.toggleAttribute("data-near", left > 0 && left < 24 * HOUR);
    span.toggleAttribute("data-over", left <= 0);
  }

  function showAll() {
    const spans = document.querySelectorAll("[data-deadline]");
    spans.forEach(show);
    if (spans.length) setClock();
  }
  showAll();
  setInterval(showAll, 1000);
})();
