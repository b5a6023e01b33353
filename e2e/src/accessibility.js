// Runs in the page under test; see accessibility.rs.
window.accessibility = (() => {
  const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  // The first two are off by default. The last only says that frames are pages of their own.
  const RULES = {
    "target-size": { enabled: true },
    "label-content-name-mismatch": { enabled: true },
    "frame-tested": { enabled: false },
  };
  const CONTROLS = "a[href], button, input, select, textarea, [role=option], [tabindex='0']";
  const SMALLEST = 24;
  // The list of countries covers what is below it, and scrolls. The signs of WhatsApp's menu and of a close button are
  // no words.
  const UNKNOWABLE = new RegExp(
    "overlapped by another|obscured by another|only non-text characters|too short to determine|Unable to determine if the visible",
  );

  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isSpoken = (element) => element.closest(".spoken") !== null;
  const named = (element) =>
    `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}.${element.className.baseVal ?? element.className}`;
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  // A theme changes nothing but colours, so one of them is enough for everything else.
  async function axeProblems(onlyColours) {
    await drawn();
    const options = {
      runOnly: onlyColours ? ["color-contrast"] : { type: "tag", values: TAGS },
      rules: onlyColours ? {} : RULES,
      iframes: false,
      resultTypes: ["violations", "incomplete"],
    };
    const { violations, incomplete } = await axe.run(document, options);
    // The code is spelled out, letter by letter. The words that name the button are part of its name.
    const mismatch = violations.find(({ id }) => id === "label-content-name-mismatch");
    if (mismatch) mismatch.nodes = mismatch.nodes.filter(({ target }) => String(target) !== "#phone-code");
    const list = (kind, rules) =>
      rules.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${kind} ${id} at ${target}: ${failureSummary.replace(/\s+/g, " ")}`),
      );
    const unknown = list("axe cannot tell", incomplete).filter((one) => !UNKNOWABLE.test(one));
    return [...list("axe", violations), ...unknown];
  }

  // Small targets, and what a narrow window, zoom or wider text pushes out of its place.
  async function layoutProblems() {
    const normal = outside("");
    const style = new CSSStyleSheet();
    // The values of WCAG 1.4.12.
    style.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(style);
    const spaced = outside(" with wide text");
    document.adoptedStyleSheets.pop();
    return [...smallTargets(), ...normal, ...spaced];
  }

  function smallTargets() {
    const controls = [...document.querySelectorAll(CONTROLS)].filter(isVisible);
    return controls.flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      return Math.min(width, height) < SMALLEST ? [`${named(control)} has ${width} × ${height} px`] : [];
    });
  }

  function outside(when) {
    const all = [...document.body.querySelectorAll("*")].filter((element) => isVisible(element) && !isSpoken(element));
    return all.flatMap((element) => {
      const { left, right } = element.getBoundingClientRect();
      const problems = [];
      if (left < -0.5 || right > innerWidth + 0.5) problems.push(`${named(element)} is outside the window${when}`);
      if (isCut(element)) problems.push(`${named(element)} cuts its text${when}`);
      return problems;
    });
  }

  function isCut(element) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const isWider = overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1;
    const isHigher = overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
    return (isWider || isHigher) && element.innerText?.trim();
  }

  return { axeProblems, layoutProblems };
})();
