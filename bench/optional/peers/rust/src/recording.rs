use std::time::Duration;

// Three digits as HdrHistogram keeps them: exact below 2048 ns, then 1024 steps for each doubling.
const STEP_BITS: u32 = 10;
const EXACT: usize = 2 << STEP_BITS;
const BUCKETS: usize = EXACT + (40 << STEP_BITS);
const HIGHEST_NANOS: u64 = 60_000_000_000;

/// The counts of one caller.
pub struct Recording {
    latency: Vec<u64>,
    errors: u64,
}

impl Recording {
    pub fn new() -> Recording {
        Recording { latency: vec![0; BUCKETS], errors: 0 }
    }

    pub fn reply(&mut self, good: bool, latency: Duration) {
        if good {
            self.latency[bucket((latency.as_nanos() as u64).min(HIGHEST_NANOS))] += 1;
        } else {
            self.errors += 1;
        }
    }

    /// Discards the warm-up, but not its errors: those are never dropped.
    pub fn reset(&mut self) {
        self.latency.iter_mut().for_each(|count| *count = 0);
    }

    pub fn total(all: &[Recording]) -> Recording {
        let mut total = Recording::new();
        for one in all {
            total.errors += one.errors;
            total.latency.iter_mut().zip(&one.latency).for_each(|(sum, count)| *sum += count);
        }
        total
    }

    pub fn json(&self, elapsed: Duration) -> String {
        let pairs: Vec<String> = self
            .latency
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(bucket, count)| format!("[{},{}]", lowest(bucket), count))
            .collect();
        format!(
            "{{\"elapsedNanos\":{},\"errors\":{},\"latency\":[{}]}}",
            elapsed.as_nanos(),
            self.errors,
            pairs.join(",")
        )
    }
}

fn bucket(nanos: u64) -> usize {
    if nanos < EXACT as u64 {
        return nanos as usize;
    }
    let shift = 63 - nanos.leading_zeros() - STEP_BITS;
    EXACT + ((shift as usize - 1) << STEP_BITS) + (nanos >> shift) as usize - (1 << STEP_BITS)
}

fn lowest(bucket: usize) -> u64 {
    if bucket < EXACT {
        return bucket as u64;
    }
    let shift = (bucket - EXACT) / (1 << STEP_BITS) + 1;
    let step = (bucket - EXACT) % (1 << STEP_BITS) + (1 << STEP_BITS);
    (step as u64) << shift
}
