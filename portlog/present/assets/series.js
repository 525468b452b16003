// The filter over the posts of a series; without it all of them are there.
for (const form of document.querySelectorAll("[data-filter]")) {
  const box = form.querySelector("input");
  const said = form.querySelector("output");
  const chips = [...document.querySelectorAll("[data-topic]")];
  // what is typed without accents finds what is written with them
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll("[data-row]")].map((row) => ({
    row,
    text: folded(row.textContent),
    topics: row.dataset.topics.split("|"),
  }));
  let topic = "";

  const show = () => {
    const words = folded(box.value).split(/\s+/);
    let shown = 0;
    for (const { row, text, topics } of rows) {
      row.hidden = (topic && !topics.includes(topic)) || !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll("[data-group] .month, [data-group].month")) {
      group.hidden = !group.querySelector("[data-row]:not([hidden])");
    }
    for (const year of document.querySelectorAll(".entry[data-group]")) {
      year.hidden = !year.contains(form) && !year.querySelector("[data-row]:not([hidden])");
    }
    said.textContent = form.dataset.said.replace("{shown}", shown).replace("{all}", rows.length);
  };

  for (const chip of chips) {
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      topic = topic === chip.dataset.topic ? "" : chip.dataset.topic;
      for (const one of chips) {
        if (one.dataset.topic === topic) one.setAttribute("aria-current", "true");
        else one.removeAttribute("aria-current");
      }
      show();
    });
  }
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}
