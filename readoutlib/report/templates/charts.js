// Put a live chart over each still one. Interpreted expressions (ast) need no eval; in the dark the theme's few colours change.
const night = {"#1f2328": "#e9e7e3", "#5a6069": "#a9b0b8", "#e3e5e8": "#3a3f46", "#ffffff": "#15171a", "#f3f4f5": "#22262b"};
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
for (const figure of document.querySelectorAll("figure.vega")) {
  const spec = figure.querySelector("script").textContent;
  const text = dark ? spec.replace(/"(#[0-9a-f]{6})"/g, (all, color) => `"${night[color] || color}"`) : spec;
  const live = document.createElement("div");
  live.className = "live";
  vegaEmbed(live, JSON.parse(text), {ast: true, renderer: "svg", actions: false}).then(() => {
    // each mark would be an unnamed graphic to a screen reader; the chart as a whole is named
    for (const mark of live.querySelectorAll('[role="graphics-symbol"]:not([aria-label])')) mark.setAttribute("aria-hidden", "true");
    figure.querySelector(".scroll").append(live);
    figure.classList.add("drawn");
  }).catch(error => figure.append(`This chart is shown as a picture: ${error.message}`));
}
