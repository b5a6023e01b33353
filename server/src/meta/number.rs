//! The numbers of a WhatsApp Business account, as the Graph API describes them.

use serde_json::Value;

use super::grant::text;
use crate::domain::phone::PhoneNumber;
use crate::domain::signup::CloudNumber;
use crate::domain::text::clean_name;

pub(super) const FIELDS: &str = "id,display_phone_number,verified_name,code_verification_status,quality_rating,\
                                 platform_type,status,is_on_biz_app";

/// How many numbers one page has.
pub(super) const PAGE: &str = "100";

/// A page that names itself as the next one must not be read for ever.
pub(super) const MAX_PAGES: usize = 20;

pub(super) fn read_page<'a>(
    page: &'a Value,
    waba_id: &'a str,
) -> impl Iterator<Item = CloudNumber> + 'a {
    let numbers = page["data"].as_array().into_iter().flatten();
    numbers.filter_map(move |number| read(number, waba_id))
}

/// The cursor of the next page, if there is one.
pub(super) fn next_page(page: &Value) -> Option<String> {
    let paging = &page["paging"];
    paging.get("next")?;
    paging["cursors"]["after"].as_str().map(str::to_owned)
}

/// `None` if it is not a number that can be used, such as one without digits.
pub(super) fn read(number: &Value, waba_id: &str) -> Option<CloudNumber> {
    let id = text(&number["id"]);
    let displayed = number["display_phone_number"].as_str()?;
    let phone_number = e164(displayed)?;
    let is_cloud = number["platform_type"] == "CLOUD_API";
    Some(CloudNumber {
        id,
        waba_id: waba_id.to_owned(),
        phone_number,
        verified_name: number["verified_name"].as_str().map(clean_name),
        is_registered: is_cloud && number["status"].as_str().is_none_or(|it| it == "CONNECTED"),
        is_on_app: number["is_on_biz_app"].as_bool().unwrap_or(false),
    })
}

/// Meta writes numbers for display, such as `+1 631-555-1111`. Its test numbers are in no numbering plan.
fn e164(displayed: &str) -> Option<String> {
    let digits: String = displayed.chars().filter(char::is_ascii_digit).collect();
    let international = format!("+{digits}");
    let number =
        PhoneNumber::parse(&international).or_else(|_| PhoneNumber::from_stored(&international));
    number.ok().map(|number| number.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_number_is_read_with_what_decides_about_registering_it() {
        for (platform, status, on_app, registered) in [
            (json!("CLOUD_API"), json!("CONNECTED"), json!(false), true),
            (json!("CLOUD_API"), json!("PENDING"), json!(false), false),
            (json!("CLOUD_API"), json!("CONNECTED"), json!(true), true),
            (
                json!("NOT_APPLICABLE"),
                json!("CONNECTED"),
                json!(false),
                false,
            ),
            (json!(null), json!(null), json!(null), false),
        ] {
            let number = json!({
                "id": "7", "display_phone_number": "+55 11 91234-5678", "verified_name": "Padaria Azul",
                "platform_type": platform, "status": status, "is_on_biz_app": on_app,
            });
            let read = read(&number, "1").unwrap();
            assert_eq!(read.phone_number, "+5511912345678");
            assert_eq!(read.is_registered, registered, "{number}");
            assert_eq!(read.is_on_app, on_app == json!(true));
        }
    }

    #[test]
    fn a_test_number_outside_every_plan_is_kept() {
        let number = json!({"id": "7", "display_phone_number": "+1 555-025-3483"});
        assert_eq!(read(&number, "1").unwrap().phone_number, "+15550253483");
    }

    #[test]
    fn what_has_no_digits_is_no_number() {
        assert_eq!(read(&json!({"id": "7"}), "1"), None);
        assert_eq!(
            read(&json!({"id": "7", "display_phone_number": "none"}), "1"),
            None
        );
    }

    #[test]
    fn the_last_page_has_no_next_one() {
        let page = |paging: Value| next_page(&json!({"data": [], "paging": paging}));
        let cursors = json!({"after": "c"});
        assert_eq!(
            page(json!({"cursors": cursors, "next": "https://…"})),
            Some("c".into())
        );
        assert_eq!(page(json!({"cursors": cursors})), None);
        assert_eq!(page(json!(null)), None);
    }
}
