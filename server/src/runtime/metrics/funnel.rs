//! Metrics of the steps that links go through. A link that is deleted or expires changes none of them.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::domain::funnel::{LinkResult, Progress, Step};
use crate::domain::mode::Method;

/// Bucket limits, up to the 15 minutes that a link is valid.
const SECONDS: [f64; 13] = [
    0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 900.0,
];

/// The label of links without a method.
const NO_METHOD: &str = "none";

const METHODS: [Method; 3] = [Method::Qr, Method::Pairing, Method::CloudApi];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByStep {
    step: &'static str,
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByOutcome {
    outcome: &'static str,
    method: &'static str,
}

#[derive(Clone)]
struct NewHistogram;

impl MetricConstructor<Histogram> for NewHistogram {
    fn new_metric(&self) -> Histogram {
        Histogram::new(SECONDS)
    }
}

pub struct Funnel {
    steps: Family<ByStep, Counter>,
    outcomes: Family<ByOutcome, Counter>,
    times: Family<ByStep, Histogram, NewHistogram>,
}

impl Funnel {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let funnel = Funnel {
            steps: Family::default(),
            outcomes: Family::default(),
            times: Family::new_with_constructor(NewHistogram),
        };
        registry.register(
            "link_steps",
            "Links that came to a step, by the method in use then",
            funnel.steps.clone(),
        );
        registry.register(
            "link_outcomes",
            "Links that connected a number, failed for the first time, or were cancelled or revoked",
            funnel.outcomes.clone(),
        );
        registry.register_with_unit(
            "link_step_time",
            "From opening a link's page to a step",
            Unit::Seconds,
            funnel.times.clone(),
        );
        funnel.set_zeros();
        funnel
    }

    /// Prometheus needs an initial zero to compute a rate.
    fn set_zeros(&self) {
        for step in [Step::Created, Step::Opened] {
            drop(self.steps.get_or_create(&by_step(step, None)));
        }
        for method in METHODS.map(Some) {
            for step in [Step::Chosen, Step::Shown, Step::Scanned, Step::Linked] {
                drop(self.steps.get_or_create(&by_step(step, method)));
            }
            for result in [LinkResult::Connected, LinkResult::Failed] {
                drop(self.outcomes.get_or_create(&by_outcome(result, method)));
            }
        }
    }

    pub fn created(&self) {
        self.steps
            .get_or_create(&by_step(Step::Created, None))
            .inc();
    }

    /// Counts what a change has brought links to, after it was written.
    pub fn record(&self, progress: &[Progress]) {
        for one in progress {
            match *one {
                Progress::Reached { step, method, took } => {
                    let label = by_step(step, method);
                    self.steps.get_or_create(&label).inc();
                    if let Some(took) = took.filter(|_| step != Step::Opened) {
                        self.times.get_or_create(&label).observe(took.as_secs_f64());
                    }
                }
                Progress::Ended { result, method } => {
                    self.outcomes
                        .get_or_create(&by_outcome(result, method))
                        .inc();
                }
            }
        }
    }
}

fn by_step(step: Step, method: Option<Method>) -> ByStep {
    ByStep {
        step: step.as_str(),
        method: method.map_or(NO_METHOD, Method::as_str),
    }
}

fn by_outcome(result: LinkResult, method: Option<Method>) -> ByOutcome {
    ByOutcome {
        outcome: result.as_str(),
        method: method.map_or(NO_METHOD, Method::as_str),
    }
}
