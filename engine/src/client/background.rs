//! The tasks that run beside a client.

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use whatsapp_rust::sync_task::MajorSyncTask;

use super::ClientContext;
use crate::Event;
use crate::history::{process_histories, receive_tasks};
use crate::restriction::follow_restriction;
use crate::sending::MessageSender;

/// What runs beside the client as long as it does.
pub(super) fn background_tasks(
    context: &ClientContext,
    sender: &MessageSender,
    session_events: mpsc::UnboundedSender<Event>,
    tasks: async_channel::Receiver<MajorSyncTask>,
) -> JoinSet<()> {
    let mut running = JoinSet::new();
    running.spawn(receive_tasks(
        sender.client.clone(),
        sender.backend.clone(),
        sender.histories.clone(),
        tasks,
    ));
    running.spawn(process_histories(
        sender.client.clone(),
        sender.backend.clone(),
        context.history_turns.clone(),
        sender.histories.clone(),
        session_events.clone(),
    ));
    running.spawn(follow_restriction(
        sender.client.clone(),
        sender.backend.clone(),
        sender.restriction.clone(),
        session_events,
    ));
    running
}
