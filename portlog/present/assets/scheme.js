// Day or night: follows the system until the reader chooses, and remembers the choice.
{
  const root = document.documentElement;
  // What needs a script has its place from the first paint on, so that nothing moves later.
  root.dataset.script = "";
  const system = matchMedia("(prefers-color-scheme: dark)");

  const remembered = () => {
    try { return localStorage.getItem("portlog-scheme"); } catch { return null; }
  };
  const remember = (scheme) => {
    try { localStorage.setItem("portlog-scheme", scheme); } catch { /* a private window forgets */ }
  };
  const isDark = () => (root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";

  if (["light", "dark"].includes(remembered())) root.dataset.scheme = remembered();

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-scheme-toggle]")) {
      const name = () => { button.textContent = isDark() ? button.dataset.day : button.dataset.night; };
      button.addEventListener("click", () => {
        root.dataset.scheme = isDark() ? "light" : "dark";
        remember(root.dataset.scheme);
        name();
      });
      system.addEventListener("change", name);
      name();
    }
  });
}
