//! Two-phase commit by the rules of `spec/classic/two-phase-commit.ts`, packed by hand into one word: the smallest state
//! that Stateright can be given, and so an upper bound of its speed.
use stateright::{Model, Property};

const WORKING: u64 = 0;
const PREPARED: u64 = 1;
const COMMITTED: u64 = 2;
const ABORTED: u64 = 3;

/// Two bits of phase a manager from bit 0, a bit for each vote sent from bit 32, for each vote counted from bit 44; from
/// bit 60 the coordinator: 0 waits, 1 has committed, 2 has aborted.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct State(u64);

const SENT: u64 = 32;
const COUNTED: u64 = 44;
const COORDINATOR: u64 = 60;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    Prepare(u8),
    AbortAlone(u8),
    CountVote(u8),
    Learn(u8, u64),
    Decide(u64),
}

pub struct Protocol {
    pub managers: u8,
}

impl State {
    fn phase(self, manager: u8) -> u64 {
        self.0 >> (2 * manager) & 3
    }

    fn with_phase(self, manager: u8, phase: u64) -> State {
        State(self.0 & !(3 << (2 * manager)) | phase << (2 * manager))
    }

    fn coordinator(self) -> u64 {
        self.0 >> COORDINATOR
    }
}

impl Protocol {
    /// The managers in a phase, as bit 2m for manager m.
    fn in_phase(&self, state: &State, phase: u64) -> u64 {
        let everyone = 0x5555_5555 & ((1 << (2 * self.managers)) - 1);
        // Where both bits agree with the phase, neither differs.
        let difference = state.0 ^ (phase * everyone);
        !difference & !(difference >> 1) & everyone
    }

    fn is_every_vote_counted(&self, state: &State) -> bool {
        let everyone = (1 << self.managers) - 1;
        state.0 >> COUNTED & everyone == everyone
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State(0)]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let decision = state.coordinator();
        if decision == 0 {
            if self.is_every_vote_counted(state) {
                actions.push(Action::Decide(1));
            }
            actions.push(Action::Decide(2));
        }
        for manager in 0..self.managers {
            if state.phase(manager) == WORKING {
                actions.push(Action::Prepare(manager));
                actions.push(Action::AbortAlone(manager));
            }
            if decision == 0 && state.0 >> (SENT + u64::from(manager)) & 1 == 1 {
                actions.push(Action::CountVote(manager));
            }
            if decision != 0 {
                actions.push(Action::Learn(manager, decision));
            }
        }
    }

    /// Never `None`: a step that changes nothing is counted by the other tools.
    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        Some(match action {
            Action::Prepare(manager) => State(before.with_phase(manager, PREPARED).0 | 1 << (SENT + u64::from(manager))),
            Action::AbortAlone(manager) => before.with_phase(manager, ABORTED),
            Action::CountVote(manager) => State(before.0 | 1 << (COUNTED + u64::from(manager))),
            Action::Learn(manager, decision) => before.with_phase(manager, if decision == 1 { COMMITTED } else { ABORTED }),
            Action::Decide(decision) => State(before.0 | decision << COORDINATOR),
        })
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("all or nothing", |protocol: &Self, state: &State| {
                protocol.in_phase(state, COMMITTED) == 0 || protocol.in_phase(state, ABORTED) == 0
            }),
            Property::always("commits only what was decided", |protocol: &Self, state: &State| {
                protocol.in_phase(state, COMMITTED) == 0 || state.coordinator() == 1
            }),
            Property::sometimes("everyone commits", |protocol: &Self, state: &State| {
                protocol.in_phase(state, COMMITTED).count_ones() == u32::from(protocol.managers)
            }),
        ]
    }
}
