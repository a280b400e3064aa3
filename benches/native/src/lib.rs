//! Empty: the benchmarks are in `benches/`, so that only they depend on Criterion.
