//! Whose messages are Meta's.

/// Meta's site. Its window is on one of many hosts of it.
const SITE: &str = "facebook.com";

/// True for a page of Meta's: one of `allowed`, or any https page of [`SITE`] if there are none.
///
/// A browser reports an origin as `https://` and a host in ASCII, so anything else is not Meta's: no port, no user, no
/// path can be in between.
pub(super) fn is_metas(origin: &str, allowed: &[String]) -> bool {
    if !allowed.is_empty() {
        return allowed.iter().any(|one| one == origin);
    }
    let Some(host) = origin.strip_prefix("https://") else {
        return false;
    };
    let is_host = host
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
    match host.strip_suffix(SITE) {
        Some(before) => is_host && (before.is_empty() || before.ends_with('.')),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_metas_site_are_metas() {
        for origin in [
            "https://facebook.com",
            "https://www.facebook.com",
            "https://web.facebook.com",
            "https://m.facebook.com",
            "https://business.facebook.com",
        ] {
            assert!(is_metas(origin, &[]), "{origin}");
        }
    }

    #[test]
    fn look_alikes_are_not_metas() {
        for origin in [
            "",
            "null",
            "https://",
            "http://www.facebook.com",
            "https://evilfacebook.com",
            "https://www.facebook.com.evil.test",
            "https://facebook.com.evil.test",
            "https://evil.test/www.facebook.com",
            "https://evil.test?.facebook.com",
            "https://evil.test#.facebook.com",
            "https://evil.test\\.facebook.com",
            "https://www.facebook.com@evil.test",
            "https://evil.test@www.facebook.com",
            "https://www.facebook.com:8443",
            "https://www.facebook.com/",
            "https://www.facebook.com.",
            "https://www.fаcebook.com",
            "HTTPS://WWW.FACEBOOK.COM",
            "blob:https://www.facebook.com",
            " https://www.facebook.com",
        ] {
            assert!(!is_metas(origin, &[]), "{origin}");
        }
    }

    #[test]
    fn named_origins_replace_metas_site() {
        let allowed = ["https://meta.example.test:8443".to_owned()];
        assert!(is_metas("https://meta.example.test:8443", &allowed));
        for origin in [
            "https://meta.example.test",
            "https://meta.example.test:84430",
            "https://sub.meta.example.test:8443",
            "https://www.facebook.com",
        ] {
            assert!(!is_metas(origin, &allowed), "{origin}");
        }
    }
}
