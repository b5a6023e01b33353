// Meta's SDK and its window, for the widget. What is heard here means nothing yet: widget/src/meta.rs decides.
// Nothing of it is logged: a message may contain a code.
window.titanMeta = (() => {
  const longest = 16384;
  let tell, popup, attempt = 0;

  // Source, then shape; the origin is checked where the rules are. A sender that is gone has no source.
  function hear({ source, data, origin }) {
    if (popup && source && source !== popup) return;
    if (typeof data === "string" && data.length <= longest && data[0] === "{") {
      const lines = read(data);
      if (lines) tell("message", lines, origin);
    }
  }

  // A line for the event, the number, the code of an error and whether there is one, and a line for each account.
  function read(text) {
    try {
      const { type, event, data } = JSON.parse(text), d = data ?? {};
      if (type !== "WA_EMBEDDED_SIGNUP") return "";
      const error = d.error_code ?? d.error_id, accounts = [d.waba_id].concat(d.waba_ids ?? []);
      return [event, d.phone_number_id, error, error || d.error_message ? "error" : "", ...accounts].join("\n");
    } catch {
      return "";
    }
  }

  function load(sdk, appId, version, listener) {
    tell = listener;
    addEventListener("message", hear);
    window.fbAsyncInit = () => {
      FB.init({ appId, version, autoLogAppEvents: false, xfbml: false });
      tell("ready", "", "");
    };
    const script = document.createElement("script");
    script.async = true;
    script.crossOrigin = "anonymous";
    script.src = sdk;
    script.onerror = () => tell("failed", "", "");
    document.head.append(script);
  }

  // The SDK calls nobody back when its window is blocked, so its call of window.open is watched.
  function open(configId, extras) {
    const mine = ++attempt, real = window.open, wait = setTimeout(() => opened(null), 900);
    let isKnown = false;
    if (popup) popup.close();
    function opened(result) {
      if (isKnown) return;
      isKnown = true;
      clearTimeout(wait);
      window.open = real;
      if (mine !== attempt) return;
      popup = result;
      tell(result ? "opened" : "blocked", "", "");
      if (result) watch(result, mine);
    }
    window.open = (...args) => {
      const result = real.apply(window, args);
      opened(result);
      return result;
    };
    try {
      FB.login(function (answer) {
        const code = answer && answer.authResponse && answer.authResponse.code;
        if (code) tell("code", code, "");
        else if (mine === attempt) tell("closed", "", "");
      }, {
        config_id: configId,
        response_type: "code",
        override_default_response_type: true,
        extras: JSON.parse(extras),
        fallback_redirect_uri: location.origin + location.pathname,
      });
    } catch {
      opened(null);
    }
  }

  function watch(result, mine) {
    const poll = setInterval(() => {
      if (!result.closed && mine === attempt) return;
      clearInterval(poll);
      if (mine === attempt) tell("closed", "", "");
    }, 500);
  }

  return { load, open };
})();
