// Shared by both pages of the playground: finding and creating elements, and the theme.

export const $ = (id) => document.getElementById(id);

export function element(tag, properties, content = []) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...[content].flat());
  return made;
}

export function applyTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

// Stored for this tab, so that the theme stays the same after the callback page.
export function rememberTheme(theme) {
  sessionStorage.setItem("playground:theme", theme);
}

export function rememberedTheme() {
  return sessionStorage.getItem("playground:theme") ?? "auto";
}

export function chosenTheme() {
  return document.querySelector("input[name=theme]:checked").value;
}
