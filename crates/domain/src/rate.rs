//! How often something may happen: so many a second, and so many at once (the generic cell rate algorithm, ITU-T I.371).
//!
//! A bucket is one number, the instant at which it is full again. Instants are nanoseconds on a clock that only goes forward.

use std::str::FromStr;

const NANOSECONDS: u64 = 1_000_000_000;
/// Most that can be asked for: beyond it, nothing is limited in effect.
const MAX: u32 = 1_000_000;

/// So many a second in the long run, so many at once after a rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    per_s: u32,
    burst: u32,
}

/// Why a text is no rate.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is not a rate such as 200/1000: requests a second, and requests at once, each from 1 to {MAX}")]
pub struct InvalidRate(String);

impl FromStr for Rate {
    type Err = InvalidRate;

    /// Takes `RATE/BURST`.
    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        let number = |part: &str| part.trim().parse().ok().filter(|number| (1..=MAX).contains(number));
        let parts = text.split_once('/').and_then(|(per_s, burst)| Some((number(per_s)?, number(burst)?)));
        let (per_s, burst) = parts.ok_or_else(|| InvalidRate(text.to_owned()))?;
        Ok(Self { per_s, burst })
    }
}

/// What one more does to a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// There was room.
    Within {
        /// When the bucket is full again.
        full_at_ns: u64,
    },
    /// There was none.
    Exhausted {
        /// How long until there is, in nanoseconds.
        wait_ns: u64,
    },
}

impl Rate {
    /// More than anybody sends: for counting without limiting.
    pub const BOUNDLESS: Self = Self { per_s: MAX, burst: MAX };

    /// How many a second, in the long run.
    #[must_use]
    pub fn per_s(self) -> u32 {
        self.per_s
    }

    /// Most at once.
    #[must_use]
    pub fn burst(self) -> u32 {
        self.burst
    }

    /// Seconds in which an empty bucket becomes full, rounded up.
    #[must_use]
    pub fn window_s(self) -> u32 {
        self.burst.div_ceil(self.per_s)
    }

    /// Takes one from a bucket that is full at `full_at_ns`.
    #[must_use]
    pub fn take(self, full_at_ns: u64, now_ns: u64) -> Taken {
        let after = full_at_ns.max(now_ns).saturating_add(self.interval_ns());
        match after.saturating_sub(now_ns.saturating_add(self.depth_ns())) {
            0 => Taken::Within { full_at_ns: after },
            wait_ns => Taken::Exhausted { wait_ns },
        }
    }

    /// Takes one whether there is room or not, and says when the bucket is full then. What is owed is at most one burst, so that
    /// nobody is kept out for longer than that.
    #[must_use]
    pub fn owe(self, full_at_ns: u64, now_ns: u64) -> u64 {
        let most = now_ns.saturating_add(self.depth_ns().saturating_mul(2));
        full_at_ns.max(now_ns).saturating_add(self.interval_ns()).min(most)
    }

    /// How many a bucket has left.
    #[must_use]
    pub fn left(self, full_at_ns: u64, now_ns: u64) -> u32 {
        let missing = full_at_ns.saturating_sub(now_ns).div_ceil(self.interval_ns());
        self.burst.saturating_sub(u32::try_from(missing).unwrap_or(u32::MAX))
    }

    fn interval_ns(self) -> u64 {
        NANOSECONDS / u64::from(self.per_s)
    }

    fn depth_ns(self) -> u64 {
        self.interval_ns() * u64::from(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let rate: Rate = "10/3".parse().unwrap();
        let mut full_at = 0;
        let now = 5 * NANOSECONDS;
        for left in [2, 1, 0] {
            let Taken::Within { full_at_ns } = rate.take(full_at, now) else { panic!("refused with {left} left") };
            full_at = full_at_ns;
            assert_eq!(rate.left(full_at, now), left);
        }
        assert_eq!(rate.take(full_at, now), Taken::Exhausted { wait_ns: NANOSECONDS / 10 });
        assert!(matches!(rate.take(full_at, now + NANOSECONDS / 10), Taken::Within { .. }));
        assert_eq!(rate.left(full_at, now + NANOSECONDS), 3, "a second later it is full");
    }

    #[test]
    fn what_is_owed_is_at_most_a_burst() {
        let rate: Rate = "10/20".parse().unwrap();
        let full_at = (0..1000).fold(0, |full_at, _| rate.owe(full_at, 0));
        assert_eq!(rate.take(full_at, 0), Taken::Exhausted { wait_ns: 2 * NANOSECONDS + NANOSECONDS / 10 });
        assert_eq!(rate.window_s(), 2);
    }

    #[test]
    fn nonsense_is_no_rate() {
        for text in ["", "10", "0/1", "1/0", "a/b", "1/2/3", "-1/5", "2000000/1"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
        assert_eq!(" 200 / 1000 ".parse::<Rate>().unwrap(), Rate { per_s: 200, burst: 1000 });
    }

    proptest! {
        /// In no stretch of time pass more than the burst and what the rate gives in it.
        #[test]
        fn no_stretch_of_time_has_more_than_its_share(
            per_s in 1u32..500, burst in 1u32..200, steps in prop::collection::vec(0u64..200_000_000, 1..400),
        ) {
            let rate = Rate { per_s, burst };
            let (mut now, mut full_at, mut passed) = (0u64, 0u64, Vec::new());
            for step in steps {
                now += step;
                if let Taken::Within { full_at_ns } = rate.take(full_at, now) {
                    full_at = full_at_ns;
                    passed.push(now);
                }
            }
            for (first, start) in passed.iter().enumerate() {
                for (last, end) in passed.iter().enumerate().skip(first) {
                    let share = u64::from(burst) + (end - start) / rate.interval_ns() + 1;
                    prop_assert!((last - first + 1) as u64 <= share);
                }
            }
        }

        /// A refusal says exactly how long to wait.
        #[test]
        fn who_waits_as_told_gets_through(per_s in 1u32..1000, burst in 1u32..50, taken in 0u32..200) {
            let rate = Rate { per_s, burst };
            let full_at = (0..taken).fold(0, |full_at, _| rate.owe(full_at, 7));
            match rate.take(full_at, 7) {
                Taken::Within { .. } => prop_assert!(taken < burst),
                Taken::Exhausted { wait_ns } => {
                    let is_within = |now| matches!(rate.take(full_at, now), Taken::Within { .. });
                    prop_assert!(is_within(7 + wait_ns) && !is_within(7 + wait_ns - 1));
                }
            }
        }
    }
}
