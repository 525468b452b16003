// Figures are pictures until they are touched; then plotly draws their data in the page's colours.
{
  const BUNDLE = new URL("plotly-basic.min.js", document.currentScript.src).href;
  const TOKENS = ["paper", "paper-2", "ink", "ink-2", "rule", "axis", "port", "star", "sea", "brass", "violet"];
  const CONFIG = {
    displaylogo: false,
    showSendToCloud: false,
    responsive: true,
    modeBarButtonsToRemove: ["select2d", "lasso2d"],
  };
  const awake = new Map();
  document.documentElement.dataset.script = "";
  let bundle;

  const plotly = () => {
    bundle ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = BUNDLE;
      script.addEventListener("load", () => resolve(window.Plotly));
      script.addEventListener("error", () => { bundle = undefined; reject(new Error(BUNDLE)); });
      document.head.append(script);
    });
    return bundle;
  };

  // A token's value holds both schemes; only a colour that is in use says which one counts.
  const colours = () => {
    const probe = document.body.appendChild(document.createElement("span"));
    const found = {};
    for (const token of TOKENS) {
      probe.style.color = `var(--${token})`;
      found[token] = getComputedStyle(probe).color;
    }
    probe.remove();
    return found;
  };

  const paintedTrace = (trace, colour) => {
    const own = colour[trace.meta.token];
    const outline = { ...trace.marker?.line, color: own, width: 1.5 };
    return trace.type === "bar"
      ? { ...trace, marker: { color: trace.meta.open ? colour.paper : own, line: outline } }
      : { ...trace, marker: { ...trace.marker, color: own }, line: { ...trace.line, color: own } };
  };

  const paintedAxis = (axis, colour) => ({
    gridcolor: colour.rule,
    linecolor: colour.axis,
    zerolinecolor: colour.ink,
    tickcolor: colour.axis,
    automargin: true,
    ...axis,
  });

  // A title does not break its lines: a narrow one says its first part, the rest stands below.
  const titled = (words, width) => (width < 480 ? words.split(", ")[0] : words);

  const paintedLayout = (layout, colour, height, width) => ({
    ...layout,
    height,
    margin: { l: 8, r: 8, t: 60, b: 8 },
    title: { ...layout.title, text: titled(layout.title.text, width), font: { size: 13, color: colour["ink-2"] }, x: 0, xref: "container", y: 1, yref: "container", yanchor: "top", pad: { t: 34 } },
    paper_bgcolor: colour.paper,
    plot_bgcolor: colour.paper,
    font: { family: getComputedStyle(document.querySelector("table, button")).fontFamily, size: 13, color: colour["ink-2"] },
    hovermode: "closest",
    hoverlabel: { bgcolor: colour["paper-2"], bordercolor: colour.ink, font: { color: colour.ink }, align: "left" },
    legend: { orientation: "h", x: 0, xref: "container", y: 0, yref: "container", yanchor: "bottom" },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colour["ink-2"], activecolor: colour.ink },
    xaxis: paintedAxis(layout.xaxis, colour),
    yaxis: paintedAxis(layout.yaxis, colour),
  });

  const draw = async ({ stage, spec, height }) => {
    const colour = colours();
    const traces = spec.data.map((trace) => paintedTrace(trace, colour));
    await window.Plotly.react(stage, traces, paintedLayout(spec.layout, colour, height, stage.clientWidth), CONFIG);
    for (const picture of stage.querySelectorAll("svg.main-svg")) picture.setAttribute("aria-hidden", "true");
  };

  const stageIn = (button) => {
    const stage = document.createElement("div");
    stage.className = "figure__live";
    stage.setAttribute("role", "group");
    stage.setAttribute("aria-label", button.dataset.name);
    return stage;
  };

  const wake = async (figure, button) => {
    if (figure.dataset.state) return;
    figure.dataset.state = "waking";
    try {
      await plotly();
      const plot = figure.querySelector(".figure__plot");
      const live = { stage: stageIn(button), height: Math.max(plot.clientHeight, 340) };
      live.spec = JSON.parse(figure.querySelector("[data-live]").textContent);
      plot.append(live.stage);
      figure.dataset.state = "awake";
      await draw(live);
      awake.set(figure, live);
      button.textContent = button.dataset.awake;
    } catch {
      delete figure.dataset.state;
      button.textContent = button.dataset.failed;
    }
  };

  const sleep = (figure, button) => {
    const { stage } = awake.get(figure);
    window.Plotly.purge(stage);
    stage.remove();
    awake.delete(figure);
    // "asleep" keeps the pointer from waking it again; the button still can.
    figure.dataset.state = "asleep";
    button.textContent = button.dataset.asleep;
  };

  for (const button of document.querySelectorAll("[data-wake]")) {
    const figure = button.closest("figure");
    const plot = figure.querySelector(".figure__plot");
    button.addEventListener("click", () => {
      if (figure.dataset.state === "awake") { sleep(figure, button); return; }
      if (figure.dataset.state === "asleep") delete figure.dataset.state;
      wake(figure, button);
    });
    button.addEventListener("focus", () => { plotly().catch(() => {}); });
    plot.addEventListener("click", () => wake(figure, button));
    plot.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") wake(figure, button);
    });
  }

  const redraw = () => { for (const live of awake.values()) draw(live); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-scheme"] });
}
