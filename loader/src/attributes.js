// Options as attributes of an element, or as data attributes of a script tag.

/** @typedef {import("../types").Options} Options */

/**
 * @param {(name: string) => string | null | undefined} read
 * @param {Options["url"]} url
 * @returns {Options}
 */
export function fromAttributes(read, url) {
  return {
    url,
    redirect: read("redirect") !== "false",
    theme: /** @type {Options["theme"]} */ (read("theme")),
    locale: read("locale"),
  };
}
