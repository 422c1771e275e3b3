/* Draws <figure data-chart="ID">: reads the JSON with that id, draws it on the figure's canvas with Chart.js.
   The table beside the picture holds the same figures; this script only adds the shape. */
(function () {
  "use strict";
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink-soft").trim();
  const line = style.getPropertyValue("--line").trim();
  const colours = [1, 2, 3, 4, 5, 6, 7, 8].map(function (n) {
    return style.getPropertyValue("--chart-" + n).trim();
  });
  const locale = document.documentElement.lang;

  function hatched(colour) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    [-4, 0, 4, 8].forEach(function (x) {
      pen.moveTo(x, 8);
      pen.lineTo(x + 8, 0);
    });
    pen.stroke();
    return pen.createPattern(tile, "repeat");
  }

  function figure(value, data) {
    const places = { minimumFractionDigits: data.places, maximumFractionDigits: data.places };
    return value.toLocaleString(locale, places) + (data.unit ? " " + data.unit : "");
  }

  function barSet(series, index) {
    const colour = colours[index % colours.length];
    return {
      label: series.label,
      data: series.values,
      backgroundColor: series.hatched ? hatched("#6b7880") : colour,
      borderColor: series.hatched ? "#6b7880" : "#fff",
      borderWidth: 1,
      maxBarThickness: 56,
    };
  }

  function lineSet(series, index) {
    const colour = colours[index % colours.length];
    return {
      label: series.label,
      data: series.values,
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: series.marked ? 3 : 2,
      borderDash: series.dashed ? [6, 4] : [],
      pointRadius: series.dashed ? 0 : 3,
      tension: 0,
      spanGaps: false,
    };
  }

  function nameFont() {
    return "600 12px " + window.Chart.defaults.font.family;
  }

  function nameLines(label, narrow) {
    return [].concat(twoLines(label, narrow ? 8 : 24));
  }

  // How much room the names behind the lines take.
  function widest(series, narrow) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = nameFont();
    const lines = series.flatMap(function (one) { return nameLines(one.label, narrow); });
    return Math.ceil(Math.max.apply(null, lines.map(function (text) { return pen.measureText(text).width; })));
  }

  // Names at both ends of a line: orders are read from names, not from a legend.
  const endNames = {
    id: "endNames",
    afterDatasetsDraw: function (chart) {
      const pen = chart.ctx;
      pen.save();
      pen.font = nameFont();
      pen.textBaseline = "middle";
      chart.data.datasets.forEach(function (set, index) {
        const dots = chart.getDatasetMeta(index).data;
        if (!dots.length) return;
        pen.fillStyle = set.borderColor;
        pen.textAlign = "left";
        const end = dots[dots.length - 1];
        const lines = nameLines(set.label, chart.width < 440);
        lines.forEach(function (text, at) {
          pen.fillText(text, end.x + 16, end.y + (at - (lines.length - 1) / 2) * 14);
        });
      });
      dotNumbers(chart, pen);
      pen.restore();
    },
  };

  function dotNumbers(chart, pen) {
    pen.textAlign = "center";
    pen.fillStyle = "#fff";
    chart.data.datasets.forEach(function (set, index) {
      chart.getDatasetMeta(index).data.forEach(function (dot, at) {
        if (set.data[at] !== null) pen.fillText(String(set.data[at]), dot.x, dot.y + 0.5);
      });
    });
  }

  function bumpSet(series, index) {
    const colour = ["#0b5f67", "#a0637b", "#4c6b86", "#8a6420", "#5a5a94", "#4f7a62", "#6b4a2f", "#5b6670"][index % 8];
    return {
      label: series.label,
      data: series.values,
      notes: series.notes,
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: series.marked ? 4 : 2,
      pointRadius: 11,
      pointHoverRadius: 12,
      clip: false,
    };
  }

  function shared(data) {
    return {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      locale: locale,
      plugins: {
        legend: { display: data.series.length > 1, position: "bottom", labels: { boxWidth: 14, boxHeight: 10 } },
        tooltip: {
          callbacks: {
            label: function (item) {
              return item.raw === null ? "" : item.dataset.label + "  " + figure(item.raw, data);
            },
          },
        },
      },
      scales: {
        x: { grid: { display: false }, border: { color: line } },
        y: { beginAtZero: true, grid: { color: line }, border: { display: false }, ticks: { maxTicksLimit: 6 } },
      },
    };
  }

  function stackedOptions(data) {
    const options = shared(data);
    options.indexAxis = "y";
    options.interaction.axis = "y";
    const values = options.scales.y;
    const names = options.scales.x;
    options.scales = { x: Object.assign(values, { stacked: true }), y: Object.assign(names, { stacked: true }) };
    return options;
  }

  // Long names under an axis go on two lines instead of slanting.
  function twoLines(label, most) {
    const middle = Math.floor(label.length / 2);
    const before = label.lastIndexOf(" ", middle);
    const after = label.indexOf(" ", middle);
    const at = before > 0 && (after < 0 || middle - before <= after - middle) ? before : after;
    return label.length > most && at > 0 ? [label.slice(0, at), label.slice(at + 1)] : label;
  }

  function bumpOptions(data, narrow) {
    const options = shared(data);
    const places = Math.max.apply(null, data.series.flatMap(function (one) { return one.values; }));
    options.layout = { padding: { right: 20 + widest(data.series, narrow), left: 8 } };
    options.plugins.legend.display = false;
    options.plugins.tooltip.callbacks.label = function (item) {
      const note = item.dataset.notes && item.dataset.notes[item.dataIndex];
      return data.words.place + " " + item.raw + "  " + item.dataset.label + (note ? "  " + note : "");
    };
    options.scales.x.position = "top";
    options.scales.x.border.display = false;
    options.scales.x.ticks = { maxRotation: 0, autoSkip: false };
    options.scales.y = { reverse: true, min: 0.5, max: places + 0.5, display: false };
    return options;
  }

  const kinds = {
    bar: function (data) { return { type: "bar", set: barSet, options: shared(data) }; },
    stacked: function (data) { return { type: "bar", set: barSet, options: stackedOptions(data) }; },
    line: function (data) { return { type: "line", set: lineSet, options: shared(data) }; },
    bump: function (data, narrow) { return { type: "line", set: bumpSet, options: bumpOptions(data, narrow), plugins: [endNames] }; },
  };

  function draw(holder) {
    const source = document.getElementById(holder.dataset.chart);
    const canvas = holder.querySelector("canvas");
    if (!source || !canvas || window.Chart.getChart(canvas)) return;
    const data = JSON.parse(source.textContent);
    const narrow = canvas.parentElement.clientWidth < 440; // an undrawn canvas is 300 wide everywhere
    const kind = kinds[data.kind](data, narrow);
    new window.Chart(canvas, {
      type: kind.type,
      data: { labels: data.labels.map(function (label) { return twoLines(label, narrow ? 8 : 14); }), datasets: data.series.map(kind.set) },
      options: kind.options,
      plugins: kind.plugins || [],
    });
  }

  function drawAll() {
    document.querySelectorAll("figure[data-chart]").forEach(draw);
  }
  if (!window.Chart) return;
  window.Chart.defaults.color = ink;
  window.Chart.defaults.font.family = style.getPropertyValue("--sans");
  window.Chart.defaults.font.size = 12;
  drawAll();
  document.addEventListener("htmx:load", drawAll);
})();
