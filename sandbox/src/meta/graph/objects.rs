//! Reading: `GET /me`, `GET /{waba}`, `GET /{phone}` and `GET /{waba}/phone_numbers`.

use serde_json::json;

use super::Reply;
use super::access::Access;
use super::fields::Object;
use super::paging::page;
use super::request::GraphRequest;
use crate::meta::Meta;

pub(super) fn me(meta: &Meta, request: &GraphRequest) -> Reply {
    let token = Access::of(meta, request)?.token;
    let object = Object {
        kind: "User",
        fields: json!({
            "id": token.user_id,
            "name": "Sandbox system user",
            "client_business_id": token.business_id,
        }),
        defaults: &["name", "id"],
    };
    object.select(request)
}

pub(super) fn object(meta: &Meta, request: &GraphRequest) -> Reply {
    let access = Access::to_manage(meta, request)?;
    let state = meta.store.read();
    if let Ok(number) = access.number(&state, request) {
        return Object::number(&state, number).select(request);
    }
    let account = access.account(&state, request)?;
    Object::account(&state, account).select(request)
}

pub(super) fn phone_numbers(meta: &Meta, request: &GraphRequest) -> Reply {
    let access = Access::to_manage(meta, request)?;
    let state = meta.store.read();
    let account = access.account(&state, request)?;
    let numbers = state.numbers_of(&account.id).into_iter();
    let objects = numbers.map(|number| Object::number(&state, number).select(request));
    page(request, objects.collect::<Result<_, _>>()?)
}
