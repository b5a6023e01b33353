//! Journeys through the real binary in a real browser. Each test describes what a person did and what they saw.

mod brand;
mod cancel;
mod contact_sheet;
mod download_size;
mod engines;
mod failures;
mod first_html;
mod keyboard;
mod link;
mod link_previews;
mod phone_code;
mod phone_sheet;
mod playground;
mod production;
mod redirect;
mod rejected_links;
mod reload;
mod restarts;
mod secrets;
mod signup;
mod signup_facebook;
mod signup_sheet;
mod signup_window;
mod timed_out;
mod two_widgets;
mod unreachable;
