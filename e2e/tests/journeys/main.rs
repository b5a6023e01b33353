//! Journeys through the real binary in a real browser. Each test tells what a person did and what they saw.

mod brand;
mod contact_sheet;
mod failures;
mod first_html;
mod keyboard;
mod kill;
mod link;
mod phone_code;
mod phone_sheet;
mod playground;
mod production;
mod redirect;
mod refusals;
mod reload;
mod secrets;
mod timed_out;
mod two_widgets;
mod unreachable;
mod weight;
