/* Time left, by the server's clock: <span data-deadline="ISO" data-day="d" data-hour="h" ... data-closed="closed">.
   The words come from the page, so they are translated; without scripts the span keeps what the server wrote. */
(function () {
  "use strict";
  const now = document.querySelector('meta[name="server-now"]');
  const started = performance.now();
  const serverStart = now && now.content ? Date.parse(now.content) : Date.now();
  const HOUR = 3600000;

  function serverTime() {
    return serverStart + (performance.now() - started);
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
    document.querySelectorAll("[data-deadline]").forEach(show);
  }
  showAll();
  setInterval(showAll, 1000);
})();
