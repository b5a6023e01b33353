// Options as attributes of an element, or as data attributes of a script tag.

/** @typedef {import("../types").Options} Options */

/**
 * @param {(name: string) => string | null} read
 * @returns {Partial<Options>}
 */
export function fromAttributes(read) {
  return {
    redirect: read("redirect") !== "false",
  };
}
