//! A service that answers a page as a test wants, so that rare states can be shown one after the other.

use anyhow::Result;
use serde_json::{Value, json};

use super::Browser;

impl Browser {
    /// From the next page on, the live stream carries this view, and after it only those of [`Browser::show_view`].
    pub async fn fake_view(&self, view: Value) -> Result<()> {
        let script = FAKE_SERVICE.replace("{view}", &view.to_string());
        self.run_before_pages(&script).await
    }

    /// Sends the page another view on its faked stream.
    pub async fn show_view(&self, view: Value) -> Result<()> {
        self.call_fake(format!("show({view})")).await
    }

    /// From now on, requests of the page for this path get this answer. `None` keeps them waiting until the next call.
    pub async fn fake_answer(&self, path: &str, answer: Option<(u16, Value)>) -> Result<()> {
        let answer = answer.map_or(Value::Null, |(status, body)| json!([status, body]));
        self.call_fake(format!("answer({}, {answer})", json!(path)))
            .await
    }

    /// Ends the page's faked stream, and rejects every attempt to open it again.
    pub async fn lose_stream(&self) -> Result<()> {
        self.call_fake("lose()".to_owned()).await
    }

    /// Ends the page's faked stream as one that newer pages have replaced. From now on, the pauses that the page waits for
    /// are recorded.
    pub async fn replace_stream(&self) -> Result<()> {
        self.call_fake("replace()".to_owned()).await
    }

    /// How many faked streams the page has opened, and the pauses in milliseconds since the last was replaced.
    pub async fn opened_streams(&self) -> Result<(u64, Vec<u64>)> {
        let counted = "[window.fakeService.opened(), window.fakeService.pauses]";
        Ok(serde_json::from_value(self.value(counted).await?)?)
    }

    /// Runs a script in every page from the next one on, before the page's own.
    pub async fn run_before_pages(&self, script: &str) -> Result<()> {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        let cdp = self.driver.cdp();
        cdp.send_raw(command, json!({ "source": script })).await?;
        Ok(())
    }

    async fn call_fake(&self, call: String) -> Result<()> {
        let script = format!("window.fakeService.{call}");
        self.driver.execute(script, vec![]).await?;
        Ok(())
    }
}

const FAKE_SERVICE: &str = r"
(() => {
  const real = window.fetch, encoder = new TextEncoder(), answers = new Map(), waiting = [];
  const pauses = [], later = window.setTimeout;
  let view = {view}, stream, isLost = false, opened = 0;
  const send = (event, data) =>
    stream.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  const response = ([status, body]) => new Response(JSON.stringify(body), { status });
  const open = () => new ReadableStream({
    start(controller) {
      stream = controller;
      opened += 1;
      send('boot', { ...JSON.parse(document.querySelector('#boot').textContent), view });
    },
  });
  window.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    if (answers.get(pathname)) return Promise.resolve(response(answers.get(pathname)));
    if (answers.has(pathname)) return new Promise((resolve) => waiting.push([pathname, resolve]));
    if (pathname !== '/widget/live') return real(input, init);
    if (isLost) return Promise.reject(new TypeError('lost'));
    return Promise.resolve(new Response(open(), { headers: { 'content-type': 'text/event-stream' } }));
  };
  window.fakeService = {
    show(next) {
      view = { phoneCode: null, signup: null, ...next, seq: view.seq + 1 };
      send('view', view);
    },
    answer(path, answer) {
      answers.set(path, answer);
      if (answer) waiting.splice(0).forEach(([, resolve]) => resolve(response(answer)));
    },
    opened: () => opened,
    pauses,
    replace() {
      window.setTimeout = (run, ms, ...rest) => {
        pauses.push(ms ?? 0);
        return later(run, ms, ...rest);
      };
      send('replaced', {});
      stream.close();
    },
    lose() {
      isLost = true;
      stream.error(new TypeError('lost'));
    },
  };
})();";
