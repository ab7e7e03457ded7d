"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const drawn = [];

  const distinct = values => [...new Set(values)];
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const sizeWords = bytes =>
    bytes % 1048576 === 0 ? bytes / 1048576 + " MiB" : bytes % 1024 === 0 ? bytes / 1024 + " KiB" : bytes + " B";
  const figure = value => {
    if (value === null || value === undefined) return "";
    if (value >= 1e6) return +(value / 1e6).toPrecision(3) + " M";
    if (value >= 1e4) return +(value / 1e3).toPrecision(3) + " k";
    return String(+value.toPrecision(3));
  };

  // Colour tells the transport and the line how it is served, so that neither is told by colour alone.
  const colour = transport => style("--" + transport) || style("--other");
  const dash = row => (row.layer === "floor" ? [2, 4] : row.engine === "loop" ? [10, 5] : []);
  const name = row => row.transport + ", " + (row.layer === "floor" ? "C floor" : row.engine);

  const place = (nines, text) => ({ nines, text });
  const PLACES = [
    place(Math.log10(2), "50%"), place(1, "90%"), place(2, "99%"), place(3, "99.9%"), place(4, "99.99%"),
    place(5, "99.999%"),
  ];
  const placeWords = nines => {
    const share = 100 * (1 - Math.pow(10, -nines));
    return share.toFixed(nines < 1 ? 0 : Math.ceil(nines) - 1) + "%";
  };

  function axis(extra) {
    const text = style("--faint");
    const line = { stroke: style("--line"), width: 1 };
    return Object.assign({ stroke: text, grid: line, ticks: line, font: "12px system-ui, sans-serif" }, extra);
  }

  // Lines between the powers of ten would be more ink than the curves; where there are few powers they are needed.
  const decades = () => ({
    show: true,
    stroke: style("--line"),
    width: 1,
    filter: (u, all) => {
      const powers = all.filter(value => value !== null && Math.abs(Math.log10(value) % 1) < 1e-9);
      return powers.length < 3 ? all : all.map(value => (powers.includes(value) ? value : null));
    },
  });

  const line = row => (row.layer === "floor" ? "dotted" : row.engine === "loop" ? "dashed" : "solid");

  function options(chart, rows, width, yRange, read) {
    return {
      width,
      height: Math.max(240, Math.min(380, Math.round(width * 0.55))),
      scales: {
        x: { time: false, distr: chart.logX ? 3 : 1, log: 2, range: chart.range },
        y: { distr: 3, log: 10, range: () => yRange },
      },
      axes: [
        axis({ label: chart.xLabel, labelSize: 24, splits: chart.splits, values: chart.ticks, filter: (u, all) => all,
          space: 30 }),
        axis({ label: chart.yLabel, labelSize: 24, size: 56, values: (u, all) => all.map(figure), grid: decades(),
          ticks: decades() }),
      ],
      series: [
        { label: chart.xName },
        ...rows.map(row => ({
          label: name(row),
          stroke: colour(row.transport),
          width: 2,
          dash: dash(row),
          points: { show: chart.points, size: 7 },
          spanGaps: true,
        })),
      ],
      padding: [null, 34, null, null],
      // Values stand in the line below, and only while something is pointed at.
      legend: { live: false, markers: { width: 3, dash: (u, i) => (i > 0 ? line(rows[i - 1]) : "solid") } },
      cursor: { drag: { x: false, y: false } },
      hooks: { setCursor: [u => read(reading(u, chart, rows))] },
    };
  }

  function reading(u, chart, rows) {
    const at = u.cursor.idx;
    if (at === null || at === undefined) return "";
    const values = rows.map((row, i) => [name(row), u.data[i + 1][at]]).filter(pair => pair[1] !== null);
    return chart.xWords(u.data[0][at]) + ": " + values.map(pair => pair[0] + " " + figure(pair[1])).join(" · ");
  }

  // More lines than an eye can follow are several charts with one scale: one for each way of serving, and each of those
  // begins with the two transports of the question.
  const MOST_LINES = 5;
  const served = row => (row.layer === "floor" ? "C floor" : row.engine);

  function multiples(rows) {
    if (rows.length <= MOST_LINES) return [{ title: "", rows }];
    return distinct(rows.map(served)).flatMap(way => {
      const own = rows.filter(row => served(row) === way);
      const main = own.filter(row => row.transport === "unix" || row.transport === "tcp").slice(0, 2);
      const rest = own.filter(row => !main.includes(row));
      const parts = [];
      for (let i = 0; i === 0 || i < rest.length; i += MOST_LINES - main.length) {
        parts.push({ title: way, rows: [...main, ...rest.slice(i, i + MOST_LINES - main.length)] });
      }
      return parts;
    });
  }

  function rangeOf(table) {
    const values = table.slice(1).flat().filter(value => value !== null && value > 0);
    return uPlot.rangeLog(Math.min(...values), Math.max(...values), 10, false);
  }

  // One line for each of the rows that differ in nothing but x.
  function lines(rows, x, y) {
    const xs = distinct(rows.map(x)).sort((a, b) => a - b);
    const names = distinct(rows.map(name));
    const first = names.map(one => rows.find(row => name(row) === one));
    const columns = names.map(one => {
      const own = new Map(rows.filter(row => name(row) === one).map(row => [x(row), y(row)]));
      return xs.map(value => own.get(value) ?? null);
    });
    return { rows: first, table: [xs, ...columns] };
  }

  const layers = rows => distinct(rows.map(row => row.layer)).filter(layer => layer !== "floor");
  const waits = rows => distinct(rows.map(row => row.wait));
  const buffers = row => (row.askedBufferBytes ? sizeWords(row.askedBufferBytes) : "default");
  const ofBuffers = (rows, chosen) => rows.filter(row => buffers(row) === chosen["socket buffers"]);
  const ofChoice = (rows, chosen) =>
    rows.filter(row => row.wait === chosen.wait && (row.layer === chosen.layer || row.layer === "floor"));

  // Each kind says what can be chosen, and what is drawn for a choice.
  const kinds = {
    latency(pattern) {
      const all = data.rows.filter(row => row.pattern === pattern && row.latencyMicros);
      return {
        choices: { load: distinct(all.map(row => row.load)), layer: layers(all), wait: waits(all) },
        draw(chosen) {
          const rows = ofChoice(all, chosen).filter(row => row.load === chosen.load);
          const points = Math.max(2, ...rows.map(row => row.latencyMicros.length));
          const nines = data.nines.slice(0, points);
          const places = PLACES.filter(one => one.nines <= nines[nines.length - 1] + 0.01);
          return {
            rows,
            table: [nines, ...rows.map(row => nines.map((n, i) => row.latencyMicros[i] ?? null))],
            chart: {
              xLabel: "share of messages that took no longer", xName: "share", yLabel: "µs", xWords: placeWords,
              splits: () => places.map(one => one.nines),
              ticks: (u, all) => all.map((n, i) => (u.width < 480 && (i === 0 || i > 4) ? "" : places[i].text)),
              range: () => [0, nines[nines.length - 1]],
            },
          };
        },
      };
    },

    // A window that was cut for a size stands in for the one that was wished for.
    size() {
      const all = data.rows.filter(row => row.messagesPerSecond);
      const words = row => (row.pattern === "ping-pong" ? row.pattern : row.pattern + ", up to " + row.inFlight + " in flight");
      return {
        choices: {
          pattern: distinct(all.map(words)),
          layer: layers(all),
          wait: waits(all),
          "socket buffers": distinct(all.map(buffers)),
          unit: ["messages/s", "MB/s"],
        },
        draw(chosen) {
          const model = all.find(row => words(row) === chosen.pattern);
          const fitting = ofBuffers(ofChoice(all, chosen), chosen).filter(row =>
            row.pattern === model.pattern && row.inFlight <= model.inFlight);
          const rows = fitting.filter(row => !fitting.some(other =>
            name(other) === name(row) && other.sizeBytes === row.sizeBytes && other.inFlight > row.inFlight));
          const rate = row => row.messagesPerSecond * (chosen.unit === "MB/s" ? row.sizeBytes / 1e6 : 1);
          const found = lines(rows, row => row.sizeBytes, rate);
          return { ...found, chart: byPowers(found.table[0], "bytes of a message", "size", chosen.unit, sizeWords) };
        },
      };
    },

    window() {
      const all = data.rows.filter(row => row.messagesPerSecond && data.rows.some(other =>
        other.pattern === row.pattern && other.sizeBytes === row.sizeBytes && other.inFlight !== row.inFlight &&
        buffers(other) === buffers(row)));
      return {
        choices: {
          size: distinct(all.map(row => row.pattern + ", " + sizeWords(row.sizeBytes))),
          layer: layers(all),
          wait: waits(all),
          "socket buffers": distinct(all.map(buffers)),
        },
        draw(chosen) {
          const rows = ofBuffers(ofChoice(all, chosen), chosen).filter(row =>
            row.pattern + ", " + sizeWords(row.sizeBytes) === chosen.size);
          const found = lines(rows, row => row.inFlight, row => row.messagesPerSecond);
          return { ...found, chart: byPowers(found.table[0], "messages in flight", "in flight", "messages/s", String) };
        },
      };
    },
  };

  function byPowers(xs, xLabel, xName, yLabel, xWords) {
    return {
      xLabel, xName, yLabel, xWords, logX: true, points: true,
      splits: () => xs,
      ticks: (u, all) => all.map(xWords),
      range: () => [xs[0] / 1.3, xs[xs.length - 1] * 1.3],
    };
  }

  function choice(label, values, changed) {
    const select = document.createElement("select");
    values.forEach(value => select.add(new Option(value)));
    select.addEventListener("change", changed);
    const whole = document.createElement("label");
    whole.append(label, select);
    whole.hidden = values.length < 2;
    return { whole, value: () => select.value };
  }

  function show(place) {
    const kind = kinds[place.dataset.chart](place.dataset.pattern);
    const selects = {};
    const bar = document.createElement("div");
    bar.className = "choices";
    const canvas = document.createElement("div");
    canvas.className = "multiples";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", place.getAttribute("aria-label"));
    let plots = [];

    // All boxes are there before the first is drawn, so that each has the width that it keeps.
    const box = part => {
      const whole = document.createElement("div");
      const title = document.createElement("h4");
      title.textContent = part.title;
      title.hidden = !part.title;
      whole.append(title);
      canvas.append(whole);
      return whole;
    };

    const plot = (drawing, part, into) => {
      const read = document.createElement("p");
      read.className = "reading";
      const columns = part.rows.map(row => drawing.table[drawing.rows.indexOf(row) + 1]);
      const say = text => (read.textContent = text);
      const drawn = new uPlot(
        options(drawing.chart, part.rows, into.clientWidth, rangeOf(drawing.table), say),
        [drawing.table[0], ...columns],
        into);
      into.append(read);
      return drawn;
    };

    const draw = () => {
      const chosen = {};
      for (const [label, select] of Object.entries(selects)) {
        chosen[label] = select.value();
        select.whole.dataset.chosen = select.value();
      }
      const drawing = kind.draw(chosen);
      plots.forEach(each => each.destroy());
      canvas.replaceChildren();
      const parts = multiples(drawing.rows);
      canvas.style.gridTemplateColumns = parts.length === 1 ? "1fr" : "";
      const boxes = parts.map(box);
      plots = parts.map((part, i) => plot(drawing, part, boxes[i]));
    };

    for (const [label, values] of Object.entries(kind.choices)) {
      selects[label] = choice(label, values, draw);
      bar.append(selects[label].whole);
    }
    place.append(bar, canvas);
    draw();
    let width = canvas.clientWidth;
    new ResizeObserver(() => {
      if (canvas.clientWidth !== width) {
        width = canvas.clientWidth;
        draw();
      }
    }).observe(canvas);
    drawn.push(draw);
  }

  document.querySelectorAll("[data-chart]").forEach(show);

  const redraw = () => drawn.forEach(draw => draw());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(one => (one.open = true)));
})();
