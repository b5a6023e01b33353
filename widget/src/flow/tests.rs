use super::*;

const LASTS: u64 = 20_000;

fn boot(step: Step) -> Input {
    Input::Boot(Box::new(Boot {
        id: "ws_1".into(),
        session: "support".into(),
        mode: "qr".into(),
        methods: vec!["qr".into()],
        tenant: "Acme".into(),
        origins: vec!["https://app.acme.example".into()],
        theme: "auto".into(),
        locale: "en".into(),
        state: None,
        started: true,
        expires_in_ms: 900_000,
        view: View {
            seq: 1,
            step,
            phone_code: None,
        },
    }))
}

fn view(step: Step) -> Input {
    Input::View(View {
        seq: 2,
        step,
        phone_code: None,
    })
}

fn qr(svg: &str) -> Step {
    Step::Qr {
        svg: svg.into(),
        remaining_ms: LASTS,
        lasts_ms: LASTS,
    }
}

fn connected() -> Step {
    Step::Connected {
        method: "qr".into(),
        phone_number: "+5511912345678".into(),
        push_name: Some("Maria".into()),
        callback: Some("https://app.acme.example/done".into()),
    }
}

fn failed() -> Step {
    Step::Failed {
        reason: "banned".into(),
        callback: None,
    }
}

fn after(inputs: impl IntoIterator<Item = Input>) -> Flow {
    let mut flow = Flow::default();
    for input in inputs {
        flow.step(input, 0.0);
    }
    flow
}

fn tells(effects: &[Effect], news: News) -> bool {
    effects.contains(&Effect::Tell(news))
}

#[test]
fn the_host_hears_ready_once() {
    let mut flow = Flow::default();
    assert!(tells(&flow.step(boot(qr("one")), 0.0), News::Ready));
    assert!(!tells(&flow.step(boot(qr("one")), 0.0), News::Ready));
}

#[test]
fn success_is_told_once_and_goes_on() {
    let mut flow = after([boot(qr("one")), view(Step::Scanned)]);
    let effects = flow.step(view(connected()), 0.0);
    assert!(tells(
        &effects,
        News::Connected {
            method: "qr".into(),
            phone_number: "+5511912345678".into()
        }
    ));
    assert!(effects.contains(&Effect::Leave("https://app.acme.example/done".into())));
    assert!(effects.contains(&Effect::Hush));
    assert_eq!(flow.step(boot(connected()), 0.0), []);
}

#[test]
fn the_same_code_again_is_no_new_code() {
    let mut flow = after([boot(qr("one"))]);
    let heard_again = Step::Qr {
        svg: "one".into(),
        remaining_ms: 5_000,
        lasts_ms: LASTS,
    };
    let effects = flow.step(boot(heard_again), 14_000.0);
    assert_eq!(flow.codes.count(), 1);
    assert_eq!(flow.left_s, 5);
    assert_eq!(effects, [], "the ring must not jump");
}

#[test]
fn a_new_code_lies_on_the_other_sheet() {
    let mut flow = after([boot(qr("one"))]);
    let first = flow.codes.on_show();
    let effects = flow.step(
        view(Step::Qr {
            svg: "two".into(),
            remaining_ms: 18_000,
            lasts_ms: LASTS,
        }),
        0.0,
    );
    assert_eq!(
        effects,
        [Effect::Ring {
            lasts_ms: 20_000,
            age_ms: 2_000
        }]
    );
    assert_ne!(flow.codes.on_show(), first);
    assert_eq!(flow.codes.sheet(first), "one");
    assert_eq!(flow.codes.sheet(flow.codes.on_show()), "two");
}

#[test]
fn seconds_are_counted_as_people_do() {
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.left_s, 20);
    flow.step(Input::Tick, 19_500.0);
    assert_eq!(flow.left_s, 1);
    flow.step(Input::Tick, 25_000.0);
    assert_eq!(flow.left_s, 0);
}

#[test]
fn a_living_code_outlasts_a_broken_line() {
    let mut flow = after([boot(qr("one"))]);
    for _ in 0..5 {
        flow.step(Input::LineDown, 1_000.0);
    }
    assert_eq!(flow.screen, Screen::Qr);
    assert!(flow.offline());
    flow.step(boot(qr("one")), 2_000.0);
    assert!(!flow.offline());
}

#[test]
fn a_dead_code_and_no_line_is_unavailable() {
    let mut flow = after([boot(qr("one"))]);
    flow.step(Input::LineDown, 30_000.0);
    flow.step(Input::LineDown, 31_000.0);
    assert_eq!(flow.screen, Screen::Qr, "a hiccup is not worth a word");
    let effects = flow.step(Input::LineDown, 33_000.0);
    assert_eq!(flow.screen, Screen::Unavailable);
    assert!(tells(&effects, News::Error("unavailable".into())));
    assert!(
        flow.step(Input::WantsRetry, 34_000.0)
            .contains(&Effect::Listen)
    );
    assert_eq!(flow.screen, Screen::Preparing);
}

#[test]
fn a_timed_out_code_is_renewed_on_demand() {
    let mut flow = after([boot(Step::TimedOut)]);
    assert!(flow.step(Input::WantsCode, 0.0).contains(&Effect::Renew));
    assert_eq!(flow.screen, Screen::Preparing);
    flow.step(view(qr("two")), 0.0);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn a_renewal_nobody_hears_can_be_tried_again() {
    let mut flow = after([boot(Step::TimedOut), Input::WantsCode, Input::RenewFailed]);
    assert_eq!(flow.screen, Screen::Unavailable);
    flow.step(view(qr("two")), 0.0);
    assert_eq!(flow.screen, Screen::Qr, "the line came back by itself");
}

#[test]
fn the_keyboard_goes_where_a_decision_is_due() {
    let mut flow = after([boot(qr("one"))]);
    assert!(
        flow.step(view(Step::TimedOut), 0.0)
            .contains(&Effect::Focus)
    );
    assert!(!flow.step(Input::WantsCode, 0.0).contains(&Effect::Focus));
}

#[test]
fn a_failure_carries_its_reason() {
    let mut flow = after([boot(Step::Scanned)]);
    assert!(tells(
        &flow.step(view(failed()), 0.0),
        News::Error("banned".into())
    ));
    assert!(flow.step(Input::WantsCode, 0.0).contains(&Effect::Renew));
}

#[test]
fn the_link_ends_by_this_clock_too() {
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.step(Input::Tick, 899_999.0), []);
    let effects = flow.step(Input::Tick, 900_000.0);
    assert!(tells(&effects, News::Expired));
    assert!(effects.contains(&Effect::Hush));
}

#[test]
fn nobody_is_cut_off_while_finishing() {
    let mut flow = after([boot(Step::Scanned)]);
    assert_eq!(flow.step(Input::Tick, 999_999.0), []);
    flow.step(view(connected()), 1_000_000.0);
    assert_eq!(flow.step(Input::Tick, 1_000_001.0), []);
}

#[test]
fn a_refusal_ends_the_page() {
    let mut flow = after([boot(qr("one"))]);
    assert!(tells(&flow.step(Input::Refused, 0.0), News::Expired));
    assert_eq!(flow.step(view(qr("two")), 0.0), []);
    assert_eq!(flow.screen, Screen::Expired);
}

/// What the host is told, in order.
fn told(effects: Vec<Effect>) -> Vec<News> {
    let news = effects.into_iter().filter_map(|effect| match effect {
        Effect::Tell(news) => Some(news),
        _ => None,
    });
    news.collect()
}

#[test]
fn cancelling_tells_cancelled_and_close_whichever_way_the_service_says_so_first() {
    let cancelled = || {
        view(Step::Cancelled {
            callback: Some("https://app.acme.example/done".into()),
        })
    };
    // The answer and the stream bring the same view, in either order.
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.step(Input::WantsCancel, 0.0), [Effect::Cancel]);
    assert_eq!(
        told(flow.step(cancelled(), 0.0)),
        [News::Step("cancelled"), News::Close]
    );
    assert_eq!(flow.step(cancelled(), 0.0), []);
    assert_eq!(flow.step(view(Step::Expired), 0.0), []);
    assert_eq!(flow.screen.name(), "cancelled");
}

#[test]
fn a_cancellation_that_nobody_hears_closes_all_the_same() {
    let mut flow = after([boot(qr("one")), Input::WantsCancel]);
    assert_eq!(
        told(flow.step(Input::CancelFailed, 0.0)),
        [News::Step("cancelled"), News::Close]
    );
    assert_eq!(flow.step(view(Step::Expired), 0.0), []);
}

#[test]
fn who_cancels_a_moment_after_success_is_told_of_the_success() {
    let mut flow = after([boot(Step::Scanned), Input::WantsCancel]);
    let news = told(flow.step(view(connected()), 0.0));
    assert!(matches!(
        news[..],
        [News::Step("connected"), News::Connected { .. }]
    ));
}

fn not_started(mut input: Input) -> Input {
    if let Input::Boot(boot) = &mut input {
        boot.started = false;
    }
    input
}

#[test]
fn a_page_that_came_without_a_start_asks_for_it_once() {
    let mut flow = Flow::default();
    let first = flow.step(not_started(boot(Step::Preparing)), 0.0);
    assert!(first.contains(&Effect::Start), "{first:?}");
    let again = flow.step(not_started(boot(Step::Preparing)), 0.0);
    assert!(!again.contains(&Effect::Start), "{again:?}");

    let mut flow = Flow::default();
    assert!(!flow.step(boot(qr("one")), 0.0).contains(&Effect::Start));
}

#[test]
fn a_start_that_fails_can_be_asked_for_again() {
    let mut flow = after([not_started(boot(Step::Preparing)), Input::StartFailed]);
    assert_eq!(flow.screen, Screen::Unavailable);
    let effects = flow.step(Input::WantsRetry, 0.0);
    assert!(effects.contains(&Effect::Start), "{effects:?}");
}

#[test]
fn the_host_is_named_if_the_tenant_named_it_and_the_browser_tells() {
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.host(), "", "the browser tells nothing");
    flow.around = "https://stranger.example".into();
    assert_eq!(flow.host(), "", "nobody named it");
    flow.around = "https://app.acme.example".into();
    assert_eq!(flow.host(), "https://app.acme.example");
}

#[test]
fn a_reload_without_memory_says_so() {
    let mut flow = Flow::default();
    let effects = flow.step(Input::NothingKept, 0.0);
    assert_eq!(flow.screen, Screen::Lost);
    assert!(tells(&effects, News::Error("lost".into())));
}

fn unreachable(notice_in_ms: u64) -> Step {
    Step::Unreachable {
        notice_in_ms,
        retry_in_ms: 1_000,
    }
}

#[test]
fn that_whatsapp_is_not_reached_is_told_after_ten_seconds() {
    let mut flow = after([boot(Step::Preparing), view(unreachable(10_000))]);
    assert_eq!(flow.screen, Screen::Preparing, "a hiccup is not told");
    flow.step(Input::Tick, 9_000.0);
    assert_eq!(flow.screen, Screen::Preparing);
    let effects = flow.step(Input::Tick, 10_000.0);
    assert_eq!(flow.screen, Screen::Unreachable);
    assert!(tells(&effects, News::Step("unreachable")));
    // It goes on by itself, so the host is told of a step and of no error.
    let is_error = |effect: &Effect| matches!(effect, Effect::Tell(News::Error(_)));
    assert!(!effects.iter().any(is_error));
}

#[test]
fn a_code_that_comes_in_time_leaves_nothing_to_tell() {
    let mut flow = after([boot(unreachable(10_000)), view(qr("one"))]);
    flow.step(Input::Tick, 20_000.0);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn a_page_opened_later_is_told_at_once_and_shows_the_code_that_comes() {
    let mut flow = after([boot(unreachable(0))]);
    assert_eq!(flow.screen, Screen::Unreachable);
    flow.step(view(qr("one")), 1_000.0);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn a_person_may_have_it_tried_now() {
    let mut flow = after([boot(unreachable(0))]);
    let effects = flow.step(Input::WantsCode, 0.0);
    assert_eq!(flow.screen, Screen::Preparing);
    assert!(effects.contains(&Effect::Renew));
}

#[test]
fn who_has_scanned_is_not_sent_back_to_an_empty_paper() {
    let flow = after([
        boot(qr("one")),
        view(Step::Scanned),
        view(unreachable(10_000)),
    ]);
    assert_eq!(flow.screen, Screen::Scanned);
}
