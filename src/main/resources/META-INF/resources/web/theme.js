// Runs before the first paint, so that a chosen theme does not flash the other one; hence no module.
{
  const root = document.documentElement;
  const themes = ["auto", "light", "dark"];

  const chosen = () => {
    try {
      return themes.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";
    } catch {
      return "auto"; // storage is closed to this page
    }
  };

  const choose = theme => {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // then it holds until the page is left
    }
    root.dataset.theme = theme;
  };

  root.dataset.theme = chosen();
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const label = () => {
      button.textContent = `Theme: ${root.dataset.theme}`;
    };
    label();
    button.addEventListener("click", () => {
      choose(themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length]);
      label();
      dispatchEvent(new Event("themechange"));
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      dispatchEvent(new Event("themechange")));
  });
}
