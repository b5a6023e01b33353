//! The statistics of the widget (`GET /api/widget/stats`). They name no session, number or person.

use serde::{Deserialize, Serialize};

/// How far the links of a tenant came. A link counts for the day on which it was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WidgetStats {
    /// The first day, in UTC.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub from: String,
    /// The last day, in UTC.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub to: String,
    pub steps: LinkSteps,
    pub outcomes: LinkOutcomes,
    /// Why attempts failed, the most frequent first. Also of links that connected a number with a later attempt.
    pub failures: Vec<FailureCount>,
    pub times: LinkTimes,
    /// By the method that the person used last, the most frequent first.
    pub methods: Vec<MethodStats>,
    /// By the country of the number, the most frequent first.
    pub countries: Vec<CountryStats>,
    /// Every day, the oldest first.
    pub days: Vec<DayStats>,
}

/// Links that came to a step. One that came to a step has come to those before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkSteps {
    pub created: u64,
    /// A browser has opened the page.
    pub opened: u64,
    /// A QR code was shown, a phone code was requested, or Meta's window was opened.
    pub chosen: u64,
    /// A QR code or a phone code was there, or Meta's window.
    pub shown: u64,
    /// The phone has accepted the code, or the person has finished in Meta's window.
    pub scanned: u64,
    /// The number is connected.
    pub linked: u64,
}

/// Links by how they ended. Each link counts once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkOutcomes {
    pub connected: u64,
    /// The last attempt failed. Becomes `connected` if another one succeeds.
    pub failed: u64,
    pub cancelled: u64,
    pub revoked: u64,
    /// The time was over, and no attempt had failed.
    pub expired: u64,
    /// Not over yet.
    pub open: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailureCount {
    #[cfg_attr(feature = "openapi", schema(value_type = crate::api::known::Failure))]
    pub reason: String,
    /// Links with an attempt that failed for this reason.
    pub links: u64,
}

/// Times from the opening of the page to a step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkTimes {
    pub chosen: StepTime,
    pub shown: StepTime,
    pub scanned: StepTime,
    pub linked: StepTime,
}

/// Milliseconds, rounded down to three digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepTime {
    /// Links whose time is known.
    pub links: u64,
    /// Half of them took no longer. Null without links.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub median_ms: Option<u64>,
    /// Nine of ten took no longer. Null without links.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub p90_ms: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MethodStats {
    /// `none`: no method was used.
    #[cfg_attr(feature = "openapi", schema(value_type = crate::api::known::StatsMethod))]
    pub method: String,
    pub steps: LinkSteps,
    pub outcomes: LinkOutcomes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountryStats {
    /// ISO 3166-1 alpha-2, or `none`: no number was known, or its code belongs to no country.
    #[cfg_attr(feature = "openapi", schema(pattern = "^([A-Z]{2}|none)$"))]
    pub country: String,
    pub steps: LinkSteps,
    pub outcomes: LinkOutcomes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayStats {
    /// In UTC.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub day: String,
    pub steps: LinkSteps,
    pub outcomes: LinkOutcomes,
}
