//! How a dialog ends, for a person and for a scenario.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::calls::{CallError, find, rejected};
use super::choice::Choice;
use super::message;
use super::notify;
use super::plan::{self, Action};
use super::scenario::Auto;
use super::session::Dialog;
use crate::meta::Meta;

type Actions = Result<Json<Value>, CallError>;

fn reply(actions: &[Action]) -> Json<Value> {
    Json(json!({ "actions": actions }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finish {
    account_id: String,
    number_id: Option<String>,
}

pub(super) async fn finish(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
    Json(request): Json<Finish>,
) -> Actions {
    let dialog = find(&meta, &id)?;
    let number = request.number_id.as_deref();
    let choice = Choice::of(&meta.store.read(), &request.account_id, number);
    let choice = choice.ok_or_else(|| rejected("This number is not here any more."))?;
    Ok(reply(&finished(&meta, dialog, choice).await))
}

/// Where the person was.
#[derive(Deserialize)]
pub(super) struct Left {
    step: String,
}

pub(super) async fn cancel(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
    Json(left): Json<Left>,
) -> Actions {
    let dialog = find(&meta, &id)?;
    let message = message::cancelled(&left.step, &dialog.scenario);
    Ok(reply(&plan::ended(&dialog, &message)))
}

/// What a person reports.
#[derive(Deserialize)]
pub(super) struct Report {
    text: String,
}

pub(super) async fn report(
    State(meta): State<Arc<Meta>>,
    Path(id): Path<String>,
    Json(report): Json<Report>,
) -> Actions {
    let dialog = find(&meta, &id)?;
    let message = message::failed("CANCEL", &report.text, meta.now(), &dialog.scenario);
    Ok(reply(&plan::ended(&dialog, &message)))
}

/// What a scenario does without a person.
pub(super) async fn of_scenario(meta: &Arc<Meta>, dialog: &Dialog, auto: &Auto) -> Vec<Action> {
    let scenario = &dialog.scenario;
    if scenario
        .close_at
        .as_deref()
        .is_some_and(|step| step != "FINISH")
    {
        return vec![Action::Close];
    }
    match auto.finish.as_deref() {
        Some("CANCEL") => {
            let step = auto.step.as_deref().unwrap_or("PHONE_NUMBER_SETUP");
            plan::ended(dialog, &message::cancelled(step, scenario))
        }
        Some("ERROR") => {
            let text = "Something went wrong in this sandbox.";
            plan::ended(
                dialog,
                &message::failed("ERROR", text, meta.now(), scenario),
            )
        }
        _ => match Choice::auto(&meta.store.read(), auto) {
            Some(choice) => finished(meta, dialog.clone(), choice).await,
            None => vec![Action::Close],
        },
    }
}

/// Remembers the choice for the code that follows.
async fn finished(meta: &Arc<Meta>, mut dialog: Dialog, choice: Choice) -> Vec<Action> {
    let now = meta.now();
    let saved = meta.store.change(|state| {
        let number = choice.number_id.as_ref();
        if let Some(number) = number.and_then(|id| state.numbers.get_mut(id)) {
            number.onboarded_at = Some(now);
            number.synced.clear();
        }
        anyhow::Ok(())
    });
    if let Err(error) = saved {
        tracing::error!("the sandbox's Meta could not save a signup: {error:#}");
    }
    let message = message::finished(&choice, &dialog.scenario);
    dialog.choice = Some(choice);
    let actions = plan::finished(&dialog, &message);
    notify::at_finish(meta, &dialog, &actions).await;
    meta.dialogs.put(dialog);
    actions
}
