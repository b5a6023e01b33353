//! How many links and rounds, from the command line.

use anyhow::{Context, Result, bail, ensure};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GrowthOptions {
    /// Links that nobody uses.
    pub(crate) links: usize,
    /// Numbers that are linked, and logged out or deleted.
    pub(crate) finished: usize,
    pub(crate) rounds: usize,
}

impl GrowthOptions {
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        // Three days, so that events, which are kept for one, are level in the second one.
        let mut options = Self {
            links: 10_000,
            finished: 1000,
            rounds: 75,
        };
        while let Some(name) = arguments.next() {
            let value = match name.as_str() {
                "--links" => &mut options.links,
                "--finished" => &mut options.finished,
                "--rounds" => &mut options.rounds,
                _ => bail!(
                    "`soak --growth` takes --links N, --finished N and --rounds N, not `{name}`"
                ),
            };
            let given = arguments.next().and_then(|text| text.parse().ok());
            *value = given.with_context(|| format!("`{name}` needs a number"))?;
        }
        ensure!(options.rounds >= 3, "three thirds need three rounds");
        Ok(options)
    }

    /// How many of `all` belong to a round.
    pub(crate) fn of_round(&self, all: usize, round: usize) -> usize {
        all * (round + 1) / self.rounds - all * round / self.rounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<GrowthOptions> {
        GrowthOptions::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn each_number_can_be_changed() {
        let GrowthOptions {
            links,
            finished,
            rounds,
        } = read("").unwrap();
        assert_eq!((links, finished, rounds), (10_000, 1000, 75));
        let options = read("--rounds 6 --links 60 --finished 0").unwrap();
        assert_eq!(
            (options.links, options.finished, options.rounds),
            (60, 0, 6)
        );
        for line in ["--links", "--links many", "--rounds 2", "--hours 1", "5"] {
            assert!(read(line).is_err(), "{line}");
        }
    }

    #[test]
    fn the_rounds_share_everything() {
        let options = read("--rounds 7").unwrap();
        for all in [0, 1, 6, 7, 1000] {
            let shares: Vec<usize> = (0..7).map(|round| options.of_round(all, round)).collect();
            assert_eq!(shares.iter().sum::<usize>(), all);
            let (least, most) = (shares.iter().min(), shares.iter().max());
            assert!(most <= least.map(|least| least + 1).as_ref(), "{shares:?}");
        }
    }
}
