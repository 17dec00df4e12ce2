//! Two-phase commit by the rules of `spec/classic/two-phase-commit.ts`, in the shape in which it is written first: a
//! vector of phases, the votes that were counted in a set, and every message that was sent in another.
use stateright::{Model, Property};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Decision {
    Commit,
    Abort,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Phase {
    Working,
    Prepared,
    Committed,
    Aborted,
}

#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Message {
    Vote(u8),
    Decided(Decision),
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct State {
    phase: Vec<Phase>,
    decision: Option<Decision>,
    counted: BTreeSet<u8>,
    mail: BTreeSet<Message>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Prepare(u8),
    AbortAlone(u8),
    CountVote(u8),
    Learn(u8, Decision),
    Decide(Decision),
}

pub struct Protocol {
    pub managers: u8,
}

impl State {
    fn has(&self, phase: Phase) -> bool {
        self.phase.contains(&phase)
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            phase: vec![Phase::Working; self.managers.into()],
            decision: None,
            counted: BTreeSet::new(),
            mail: BTreeSet::new(),
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        if state.decision.is_none() {
            if state.counted.len() == usize::from(self.managers) {
                actions.push(Action::Decide(Decision::Commit));
            }
            actions.push(Action::Decide(Decision::Abort));
        }
        for manager in 0..self.managers {
            if state.phase[usize::from(manager)] == Phase::Working {
                actions.push(Action::Prepare(manager));
                actions.push(Action::AbortAlone(manager));
            }
        }
        for message in &state.mail {
            match *message {
                Message::Vote(manager) if state.decision.is_none() => actions.push(Action::CountVote(manager)),
                Message::Vote(_) => {}
                Message::Decided(decision) => {
                    actions.extend((0..self.managers).map(|manager| Action::Learn(manager, decision)))
                }
            }
        }
    }

    /// Never `None`: a step that changes nothing is counted by the other tools.
    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        let mut state = before.clone();
        match action {
            Action::Prepare(manager) => {
                state.phase[usize::from(manager)] = Phase::Prepared;
                state.mail.insert(Message::Vote(manager));
            }
            Action::AbortAlone(manager) | Action::Learn(manager, Decision::Abort) => {
                state.phase[usize::from(manager)] = Phase::Aborted;
            }
            Action::Learn(manager, Decision::Commit) => state.phase[usize::from(manager)] = Phase::Committed,
            Action::CountVote(manager) => {
                state.counted.insert(manager);
            }
            Action::Decide(decision) => {
                state.decision = Some(decision);
                state.mail.insert(Message::Decided(decision));
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("all or nothing", |_: &Self, state: &State| {
                !(state.has(Phase::Committed) && state.has(Phase::Aborted))
            }),
            Property::always("commits only what was decided", |_: &Self, state: &State| {
                !state.has(Phase::Committed) || state.decision == Some(Decision::Commit)
            }),
            Property::sometimes("everyone commits", |_: &Self, state: &State| {
                state.phase.iter().all(|&phase| phase == Phase::Committed)
            }),
        ]
    }
}
