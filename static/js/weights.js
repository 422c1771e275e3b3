/* form[data-weights]: a slider beside each of the three numbers. A slider that moves scales the other two, so that the
   sum stays 100; a number that is typed is left alone, and the server says what is wrong with the sum. */
(function () {
  "use strict";
  function cents(value) { return Math.round(value * 100) / 100; }

  document.querySelectorAll("form[data-weights]").forEach(function (form) {
    const pairs = Array.from(form.querySelectorAll("input[type=range][data-for]")).map(function (range) {
      return { range: range, number: document.getElementById(range.dataset.for) };
    });
    function show() {
      pairs.forEach(function (pair) { pair.range.value = Number(pair.number.value) || 0; });
    }
    function balance(moved) {
      const others = pairs.filter(function (pair) { return pair !== moved; });
      const weight = Number(moved.range.value), rest = 100 - weight;
      const sum = others.reduce(function (all, pair) { return all + (Number(pair.number.value) || 0); }, 0);
      moved.number.value = weight;
      others[0].number.value = cents(sum ? rest * (Number(others[0].number.value) || 0) / sum : rest / 2);
      others[1].number.value = cents(rest - Number(others[0].number.value));
      others.forEach(function (pair) { pair.range.value = pair.number.value; });
    }
    pairs.forEach(function (pair) {
      pair.range.addEventListener("input", function () { balance(pair); });
      pair.number.addEventListener("input", show);
    });
    show();
  });
})();
