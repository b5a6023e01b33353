//! The methods that a link offers: those that its mode includes and this installation can carry out.

use crate::domain::mode::Method;
use crate::domain::widget_session::WidgetSession;

/// The methods that this installation can carry out, the default first.
#[derive(Debug, Clone)]
pub struct AvailableMethods(Vec<Method>);

impl AvailableMethods {
    pub fn new(methods: impl IntoIterator<Item = Method>) -> Self {
        AvailableMethods(methods.into_iter().collect())
    }

    /// The methods of a link, the default first.
    pub fn of(&self, link: &WidgetSession) -> Vec<Method> {
        let available = self.0.iter().copied();
        available
            .filter(|method| link.mode.includes(*method))
            .collect()
    }
}
