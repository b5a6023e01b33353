// A stand-in for Meta's JavaScript SDK: as much of it as a page needs to open the signup dialog. It behaves like the
// real one, also where that is inconvenient: no callback if the popup is blocked, or before FB.init.
(() => {
  if (window.FB) return;

  const hosts = __HOSTS__;
  const ARBITER_PATH = "/x/connect/xd_arbiter/";
  const POLL_MS = 100;
  const MAX_DIALOGS = 100;
  const POPUP_SIZE = { width: 702, height: 738 };

  let app = null;
  let dialogs = 0;
  // The callbacks of the open dialogs, by the name that their results carry.
  const waiting = new Map();

  // Pages without HTTPS have no crypto.randomUUID.
  const newName = () => "f" + Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");
  const isMobile = () => /Mobi|Android|iPhone|iPad/.test(navigator.userAgent);

  function init(options) {
    if (app) console.warn("FB.init has already been called - this could indicate a problem");
    app = { id: String(options.appId), version: options.version };
  }

  function login(callback, options = {}) {
    checkCallback(callback);
    if (!app) {
      console.error("FB.login() called before FB.init().");
      return;
    }
    if (location.protocol !== "https:") {
      console.error("The method FB.login can no longer be called from http pages.");
    }
    if (!/^v\d+\.\d+$/.test(app.version ?? "")) throw new Error("invalid version specified");
    dialogs += 1;
    if (dialogs > MAX_DIALOGS) {
      console.error("The maximum number of dialogs was reached.");
      return;
    }
    openDialog(callback, options);
  }

  function checkCallback(callback) {
    const kind = Object.prototype.toString.call(callback).slice(8, -1).toLowerCase();
    if (kind !== "function") throw new Error(`Expression is of type ${kind}, not function`);
  }

  function openDialog(callback, options) {
    const name = newName();
    const popup = window.open(dialogUrl(name, options), name, features());
    // A popup that is blocked is not reported to the page.
    if (!popup) return;
    const poll = setInterval(() => {
      if (popup.closed) finish(name, closed);
    }, POLL_MS);
    waiting.set(name, { callback, poll, popup });
  }

  function features() {
    const left = Math.round(screenX + (outerWidth - POPUP_SIZE.width) / 2);
    const top = Math.round(screenY + (outerHeight - POPUP_SIZE.height) / 2.5);
    return `width=${POPUP_SIZE.width},height=${POPUP_SIZE.height},left=${left},top=${top},scrollbars=1`;
  }

  function dialogUrl(name, options) {
    const mobile = isMobile();
    const url = new URL(`/${app.version}/dialog/oauth`, mobile ? hosts.mobile : hosts.www);
    const responseType = options.override_default_response_type
      ? options.response_type
      : [options.response_type, "token,signed_request,graph_domain"].filter(Boolean).join(",");
    const params = {
      app_id: app.id,
      client_id: app.id,
      cbt: Date.now(),
      channel_url: arbiterUrl(name),
      config_id: options.config_id,
      display: options.display ?? (mobile ? "touch" : "popup"),
      domain: location.hostname,
      e2e: "{}",
      extras: options.extras && JSON.stringify(options.extras),
      fallback_redirect_uri: options.fallback_redirect_uri ?? location.href,
      locale: "en_US",
      logger_id: newName(),
      origin: "1",
      override_default_response_type: options.override_default_response_type,
      redirect_uri: arbiterUrl(name),
      response_type: responseType,
      scope: options.scope,
      sdk: "joey",
      version: app.version,
    };
    for (const [key, value] of Object.entries(params)) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    return url.href;
  }

  function arbiterUrl(name) {
    const url = new URL(`${ARBITER_PATH}?version=46`, hosts.arbiter);
    url.hash = new URLSearchParams({
      cb: name,
      domain: location.hostname,
      is_canvas: "false",
      origin: `${location.origin}/${name}`,
      relation: "opener",
      frame: name,
    });
    return url.href;
  }

  // The window was closed without a result. The real SDK first asks whether somebody has logged in meanwhile. Its
  // callback waits for the answer, and is not called if there is none.
  async function closed(callback) {
    await fetch(`${hosts.www}/x/oauth/status?client_id=${app.id}`);
    callback({ authResponse: null, status: "unknown" });
  }

  function finish(name, report) {
    const { callback, poll } = waiting.get(name);
    clearInterval(poll);
    waiting.delete(name);
    report(callback);
  }

  // Results come from the arbiter as a query string. Messages of the dialog itself are JSON and are for the page.
  function receive(event) {
    if (!isSender(event.origin) || typeof event.data !== "string") return;
    if (event.data.startsWith("{")) return;
    const params = new URLSearchParams(event.data);
    const dialog = waiting.get(params.get("cb"));
    if (!dialog) return;
    const code = params.get("code");
    // In this sandbox the dialog may have to live on to send its message after the code.
    setTimeout(() => dialog.popup.close(), Number(params.get("hold") ?? 0));
    finish(params.get("cb"), (callback) => callback(response(code)));
  }

  function response(code) {
    if (!code) return { authResponse: null, status: "unknown" };
    return { authResponse: { code, userID: null, expiresIn: NaN }, status: "connected" };
  }

  function isSender(origin) {
    if (Object.values(hosts).includes(origin)) return true;
    return /^https:\/\/([\w-]+\.)*facebook\.(com|net)$/.test(origin);
  }

  window.addEventListener("message", receive);
  window.FB = {
    init,
    login,
    getLoginStatus: (callback) => closed(callback),
    getAuthResponse: () => null,
    AppEvents: { logPageView() {} },
    XFBML: { parse() {} },
    Event: { subscribe() {}, unsubscribe() {} },
  };
  setTimeout(() => window.fbAsyncInit?.(), 0);
})();
