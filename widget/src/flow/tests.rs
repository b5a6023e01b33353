use protocol::view::{PhoneCode, Step, View};

use super::*;

mod country_picker;
mod host;
mod link;
mod move_to_phone;
mod phone_form;
mod qr_codes;
mod signup;
mod tabs;
mod unreachable;

const QR_LASTS: u64 = 20_000;

/// A link for QR codes alone.
fn boot(step: Step) -> Input {
    boot_with(&["qr"], step, None)
}

fn boot_with(methods: &[&str], step: Step, phone_code: Option<PhoneCode>) -> Input {
    Input::Boot(Box::new(Boot {
        id: "ws_1".into(),
        session: "support".into(),
        mode: "all".into(),
        methods: methods.iter().map(|name| (*name).to_owned()).collect(),
        tenant: "Acme".into(),
        origins: vec!["https://app.acme.example".into()],
        state: None,
        started: true,
        expires_in_ms: 900_000,
        open_whatsapp: true,
        meta: None,
        view: View {
            seq: 1,
            step,
            phone_code,
            signup: None,
        },
    }))
}

fn view(step: Step) -> Input {
    Input::View(View {
        seq: 2,
        step,
        phone_code: None,
        signup: None,
    })
}

fn qr(svg: &str) -> Step {
    Step::Qr {
        svg: svg.into(),
        remaining_ms: QR_LASTS,
        lasts_ms: QR_LASTS,
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

fn after(inputs: impl IntoIterator<Item = Input>) -> Flow {
    let mut flow = Flow::default();
    for input in inputs {
        flow.handle(input, 0.0);
    }
    flow
}

/// Whether the host gets this message.
fn posts(effects: &[Effect], message: HostMessage) -> bool {
    effects.contains(&Effect::PostToHost(message))
}

const NUMBER: &str = "+5511912345678";

/// A link for both ways.
fn boot_all(phone_code: Option<PhoneCode>) -> Input {
    boot_with(&["qr", "pairing"], qr("one"), phone_code)
}

fn code(letters: &str) -> PhoneCode {
    PhoneCode {
        code: letters.into(),
        phone_number: NUMBER.into(),
        remaining_ms: 180_000,
        lasts_ms: 180_000,
    }
}

/// With the phone tab open, after these inputs.
fn on_phone_tab(inputs: impl IntoIterator<Item = Input>) -> Flow {
    let mut flow = Flow::default();
    flow.handle(boot_all(None), 0.0);
    flow.handle(Input::TabSelected(Method::Pairing), 0.0);
    for input in inputs {
        flow.handle(input, 0.0);
    }
    flow
}

fn typed(number: &str) -> Input {
    Input::NumberTyped(number.into())
}
