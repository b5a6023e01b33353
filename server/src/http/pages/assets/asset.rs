//! A file that is the same for everybody. It is compressed once in each encoding, at build time or when the process
//! first needs it (docs/decisions/0044-files-compressed-once.md).

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use super::encoding::Encoding;
use crate::runtime::tasks;

/// Brotli's quality: a few hundredths larger than with the highest, in a tenth of the time.
const BROTLI_QUALITY: i32 = 9;

pub struct Asset {
    pub content_type: &'static str,
    plain: Bytes,
    hash: String,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Asset {
    /// Compressed when it is first asked for.
    pub fn new(content_type: &'static str, plain: impl Into<Bytes>) -> Self {
        let plain = plain.into();
        Asset {
            content_type,
            hash: hex::encode(&Sha256::digest(&plain)[..8]),
            plain,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// As it was compressed before.
    pub fn with_compressed(mut self, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        let lock = |bytes: Option<Bytes>| bytes.map_or_else(OnceLock::new, OnceLock::from);
        self.brotli = lock(brotli);
        self.gzip = lock(gzip);
        self
    }

    /// The bytes in this encoding.
    pub async fn encoded(self: &Arc<Self>, encoding: Encoding) -> Bytes {
        let asset = self.clone();
        let (place, compress): (_, fn(&Asset) -> &Bytes) = match encoding {
            Encoding::Identity => return self.plain.clone(),
            Encoding::Brotli => (&self.brotli, Asset::brotli),
            Encoding::Gzip => (&self.gzip, Asset::gzip),
        };
        match place.get() {
            Some(bytes) => bytes.clone(),
            // It goes on when the request is aborted, so no sequence of requests does it twice.
            None => tasks::compute(move || compress(&asset).clone()).await,
        }
    }

    fn brotli(&self) -> &Bytes {
        self.brotli.get_or_init(|| {
            let parameters = BrotliEncoderParams {
                quality: BROTLI_QUALITY,
                ..BrotliEncoderParams::default()
            };
            let mut compressed = Vec::new();
            brotli::BrotliCompress(&mut self.plain.as_ref(), &mut compressed, &parameters)
                .expect("memory takes what is written");
            compressed.into()
        })
    }

    fn gzip(&self) -> &Bytes {
        self.gzip.get_or_init(|| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder
                .write_all(&self.plain)
                .and_then(|()| encoder.finish())
                .expect("memory takes what is written")
                .into()
        })
    }

    /// Changes with the content.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[tokio::test]
    async fn each_encoding_is_made_once_and_has_the_same_content() {
        let text = "the same words again and again. ".repeat(1000);
        let asset = Arc::new(Asset::new("text/plain", text.clone()));
        let plain = asset.encoded(Encoding::Identity).await;
        assert_eq!(plain, text);
        let (brotli, gzip) = (
            asset.encoded(Encoding::Brotli).await,
            asset.encoded(Encoding::Gzip).await,
        );
        let mut decoded = Vec::new();
        brotli::BrotliDecompress(&mut brotli.as_ref(), &mut decoded).unwrap();
        assert_eq!(decoded, text.as_bytes());
        let mut decoded = String::new();
        let mut decoder = flate2::read::GzDecoder::new(gzip.as_ref());
        decoder.read_to_string(&mut decoded).unwrap();
        assert_eq!(decoded, text);
        for (encoding, first) in [(Encoding::Brotli, brotli), (Encoding::Gzip, gzip)] {
            assert!(first.len() * 10 < text.len(), "{encoding:?}");
            let second = asset.encoded(encoding).await;
            assert_eq!(
                first.as_ptr(),
                second.as_ptr(),
                "{encoding:?} was made twice"
            );
        }
    }
}
