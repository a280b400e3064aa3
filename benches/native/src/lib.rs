//! Nothing: the benchmarks are in `benches/`, so that only they need Criterion.
