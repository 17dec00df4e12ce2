//! `ackproof-bench MODEL SIZE bfs|dfs` explores a whole model on one thread and prints its counts as JSON. SIZE is
//! numbers with a comma between: managers; or values and the last ballot.
mod paxos;
mod two_phase_packed;
mod two_phase_sets;

use stateright::{Checker, Model};
use std::fmt::Debug;
use std::hash::Hash;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, size, order] = arguments.as_slice() else {
        fail("usage: ackproof-bench MODEL SIZE bfs|dfs");
    };
    let size: Vec<u8> = size.split(',').filter_map(|number| number.parse().ok()).collect();
    match (model.as_str(), size.as_slice()) {
        ("two-phase-packed", [managers]) => explore(two_phase_packed::Protocol { managers: *managers }, order),
        ("two-phase-sets", [managers]) => explore(two_phase_sets::Protocol { managers: *managers }, order),
        ("paxos", [values, last_ballot]) => {
            explore(paxos::Protocol { values: *values, last_ballot: *last_ballot as i8 }, order)
        }
        _ => fail("no such model, or not of this size"),
    }
}

fn explore<M>(model: M, order: &str)
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Debug + Hash + PartialEq + Send + Sync + 'static,
    M::Action: Clone + Debug + PartialEq + Send + Sync + 'static,
{
    let builder = model.checker().threads(1);
    match order {
        "bfs" => tell(builder.spawn_bfs().join()),
        "dfs" => tell(builder.spawn_dfs().join()),
        _ => fail("the order is bfs or dfs"),
    }
}

/// Every promise has to hold and every goal to be reached; only then are the counts worth something.
fn tell<M>(checker: impl Checker<M>)
where
    M: Model,
    M::State: Clone + Debug + Hash + PartialEq,
    M::Action: Clone + Debug + PartialEq,
{
    checker.assert_properties();
    let (distinct, generated, depth) = (checker.unique_state_count(), checker.state_count(), checker.max_depth());
    println!(
        r#"{{"distinct":{distinct},"generated":{generated},"depth":{depth},"peakMegabytes":{}}}"#,
        peak_megabytes().map_or("null".to_string(), |megabytes| format!("{megabytes:.1}"))
    );
}

/// Linux only.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}

fn fail(problem: &str) -> ! {
    eprintln!("{problem}");
    std::process::exit(2)
}
