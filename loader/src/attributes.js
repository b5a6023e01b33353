// Options as attributes of an element, or as data attributes of a script tag.

/** @typedef {import("../types").Options} Options */

/**
 * @param {(name: string) => string | null} read
 * @returns {Omit<Options, "url">}
 */
export function fromAttributes(read) {
  return {
    redirect: read("redirect") !== "false",
    theme: /** @type {Options["theme"]} */ (read("theme")),
    locale: read("locale"),
  };
}
