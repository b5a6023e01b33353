//! Measures the time to authorise a caller, without a network or a database: `cargo xtask bench` runs it.
//! Prints one line per credential: its name and nanoseconds, the median of many batches.

use std::hint::black_box;
use std::time::Instant;

use titan_connect::account::key_cache::KeyCache;
use titan_connect::domain::id::{self, Id};
use titan_connect::domain::scope::Scopes;
use titan_connect::domain::time::Timestamp;
use titan_connect::security::api_key::{ApiKey, TenantRef};
use titan_connect::security::signing::{Key, KeyRing};
use titan_connect::security::widget_token::{self, Claims};

const BATCHES: usize = 51;
const A_BATCH: u32 = 20_000;
const NOW: Timestamp = Timestamp::from_millis(1_763_670_000_000);

fn main() {
    // Two keys, as during a rotation, which takes longer.
    let ring = KeyRing::new(Key::from_bytes([1; 32]), vec![Key::from_bytes([2; 32])]);
    let key = ApiKey {
        id: id::ulid(NOW, 42),
        tenant: TenantRef::parse("default").expect("the default tenant"),
        scopes: Scopes::ALL,
        expires_at: u32::MAX,
    }
    .issue(&ring);
    let token = widget_token::issue(
        &Claims {
            ws: Id::generate(NOW, 1),
            session: Id::generate(NOW, 2),
            tenant: "default".into(),
            exp: NOW.as_millis() + 1,
        },
        &ring,
    );
    let cache = KeyCache::default();
    measure("api-key", || {
        let verified = ApiKey::verify(black_box(&key), &ring, NOW);
        assert!(cache.check(verified, NOW).is_ok());
    });
    measure("widget-token", || {
        assert!(widget_token::verify(black_box(&token), &ring, NOW).is_ok());
    });
}

fn measure(name: &str, authorise: impl Fn()) {
    let mut batches: Vec<u128> = (0..BATCHES)
        .map(|_| {
            let begun = Instant::now();
            for _ in 0..A_BATCH {
                authorise();
            }
            begun.elapsed().as_nanos() / u128::from(A_BATCH)
        })
        .collect();
    batches.sort_unstable();
    println!("{name} {}", batches[BATCHES / 2]);
}
