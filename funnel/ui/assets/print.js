/*
A chart is drawn for the screen's width and does not follow the paper's: while it is printed it gets
the frame by which frame.css makes it fit. What is drawn for a dark screen is turned around there.
*/
(() => {
  if (window.printsCharts) return; // each run of the page brings this again
  window.printsCharts = true;
  const root = document.documentElement;
  const drawings = () => document.querySelectorAll(".js-plotly-plot .main-svg");
  addEventListener("beforeprint", () => {
    const app = document.querySelector(".stApp");
    root.toggleAttribute("data-dark", getComputedStyle(app).colorScheme === "dark");
    for (const svg of drawings()) {
      const [width, height] = ["width", "height"].map(side => svg.getAttribute(side));
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
  });
  addEventListener("afterprint", () => {
    root.removeAttribute("data-dark");
    for (const svg of drawings()) svg.removeAttribute("viewBox");
  });
})();
