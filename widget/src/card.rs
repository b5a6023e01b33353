//! The card. Its parts show the flow and decide nothing.
//!
//! The server's first HTML (`server/templates/connect.html`) has the same elements with the same classes, so that
//! nothing moves when the widget replaces it. A change here is a change there; a browser test compares them.

use leptos::prelude::*;

use crate::bindings::{flag, text};
use crate::tabs::{self, bar, guide};
use crate::texts;
use crate::widget::Widget;

mod announcement;
mod footer;
mod move_to_phone;
mod notice;

pub(crate) fn card(widget: Widget) -> impl IntoView {
    let Widget { flow, words, .. } = widget;
    view! {
        <main id="card" class="card" data-step=text(flow, |flow| flow.name().into())>
            <p class="spoken" role="status">{text(flow, |flow| announcement::text(flow, words))}</p>
            <header class="head" hidden=flag(flow, |flow| flow.screen.is_full_page())>
                <span class="initial" aria-hidden="true">
                    {text(flow, |flow| flow.tenant().chars().take(1).collect())}
                </span>
                <h1>{text(flow, |flow| texts::title(flow, words))}</h1>
            </header>
            {bar::bar(widget)}
            <div id="panel" class="body" role=text(flow, |flow| bar::panel_role(flow).into())
                aria-labelledby=text(flow, |flow| ["tab-", flow.tab.name()].concat())
                hidden=flag(flow, |flow| flow.screen.is_full_page())>
                {tabs::panels(widget)}
                {move_to_phone::panel(widget)}
                <div class="side">{guide::guide(widget)} {notice::notice(widget)}</div>
            </div>
            {footer::footer(widget)} {notice::full_page(widget)}
        </main>
    }
}
