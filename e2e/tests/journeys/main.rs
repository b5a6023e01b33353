//! Journeys through the real binary in a real browser. Each test tells what a person did and what they saw.

mod brand;
mod cancel;
mod contact_sheet;
mod engines;
mod failures;
mod first_html;
mod keyboard;
mod kill;
mod link;
mod phone_code;
mod phone_sheet;
mod playground;
mod preview;
mod production;
mod redirect;
mod refusals;
mod reload;
mod secrets;
mod timed_out;
mod two_widgets;
mod unreachable;
mod weight;
