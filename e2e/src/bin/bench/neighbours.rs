//! What a tenant notices of another one that takes as much as it can: its calls, its first codes and its webhooks are
//! measured alone and next to the other, within one service, on both databases.
//!
//! `NEIGHBOURS=small` measures little of each, to see that everything works.

mod load;
mod neighbour;
mod operator;
mod tasks;

use std::time::Duration;

use anyhow::{Context as _, Result};
use titan_e2e::{Service, linked_numbers};

use crate::database::Database;
use crate::percentile::{millis, percentile};
use crate::report::Report;
use load::Load;
use neighbour::{Neighbour, Times};
use operator::Operator;

/// The conditions of these figures, for the document.
pub(crate) const CONDITIONS: &str = "Next to another tenant, the figures are read (a session), write (a link is \
    created), code (a session is started, until its first code) and delivery (a message's event, until it arrives), \
    each divided by the same tenant's alone in the same service: medians, then 95th percentiles in parentheses. The \
    other one sends 200 requests a second at a limit of 10; replays 2000 messages to each of ten webhooks again and \
    again; creates and opens 10 000 links; or starts 300 sessions behind a proxy that accepts connections and never \
    answers. All programs share the machine's cores.";

/// What the other tenant does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Situation {
    Floods,
    Replays,
    OpensLinks,
    HasDeadProxies,
}

const SITUATIONS: [Situation; 4] = [
    Situation::Floods,
    Situation::Replays,
    Situation::OpensLinks,
    Situation::HasDeadProxies,
];

impl Situation {
    const fn name(self) -> &'static str {
        match self {
            Situation::Floods => "one that floods",
            Situation::Replays => "one that replays everything",
            Situation::OpensLinks => "one that opens 10 000 links",
            Situation::HasDeadProxies => "one with 300 dead proxies",
        }
    }
}

/// How much is done and measured.
#[derive(Clone, Copy)]
struct Size {
    /// Rounds of the neighbour, at least.
    rounds: usize,
    links: usize,
    dead_proxies: usize,
    /// Messages that are replayed.
    backlog: usize,
}

impl Size {
    fn of_environment() -> Self {
        match std::env::var("NEIGHBOURS").as_deref() {
            Ok("small") => Self {
                rounds: 5,
                links: 20,
                dead_proxies: 40,
                backlog: 40,
            },
            _ => Self {
                rounds: 60,
                links: 10_000,
                dead_proxies: 300,
                backlog: 2000,
            },
        }
    }
}

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let size = Size::of_environment();
    for make in [Database::sqlite, Database::postgres] {
        for situation in SITUATIONS {
            let database = make();
            let (alone, beside) = measure_one(&database, situation, &size)
                .await
                .with_context(|| format!("next to {}, {}", situation.name(), database.name))?;
            add_row(report, &database, situation, &alone, &beside);
        }
    }
    Ok(())
}

/// The neighbour's times alone, and next to the other tenant.
async fn measure_one(
    database: &Database,
    situation: Situation,
    size: &Size,
) -> Result<(Times, Times)> {
    let network = Service::start().await?;
    let setup = Operator::configure(database.setup()).on_network_of(&network);
    let mut setup = setup.await?;
    if situation == Situation::Floods {
        // As in production.
        setup = setup.variable("RATE_LIMIT", "600");
    }
    let service = setup.start().await?;
    linked_numbers::link(&network, &service, 0..1).await?;
    let operator = Operator::of(&service);
    let greedy = operator.create_tenant("Greedy").await?;
    let load = Load::prepare(situation, &network, &service, greedy, size).await?;
    let mut neighbour = Neighbour::set_up(&network, &service, &operator).await?;
    // The first rounds set up keys, connections and pages in memory.
    neighbour
        .rounds(size.rounds.div_ceil(10), async || true)
        .await?;
    let alone = neighbour.rounds(size.rounds, async || true).await?;
    let mut load = load.begin();
    load.until_under_way().await?;
    let beside = neighbour
        .rounds(size.rounds, async || load.may_end())
        .await?;
    load.end().await?;
    Ok((alone, beside))
}

fn add_row(
    report: &mut Report,
    database: &Database,
    situation: Situation,
    alone: &Times,
    beside: &Times,
) {
    let values = alone.figures().into_iter().zip(beside.figures());
    let figures = values.map(|((name, alone), (_, beside))| {
        let ratio = |percent| {
            let seconds = |times: &[Duration]| percentile(times, percent).as_secs_f64();
            seconds(beside) / seconds(alone)
        };
        let usual = millis(percentile(alone, 50));
        format!("{name} {:.2} ({:.2}; alone {usual})", ratio(50), ratio(95))
    });
    let figures: Vec<String> = figures.collect();
    let what = format!("next to {} ÷ alone, {}", situation.name(), database.name);
    report.row(&what, &figures.join(", "), "≤ 2");
}
