//! Paxos by the rules of `spec/classic/paxos.ts`, in the shape in which it is written first: every message that was ever
//! sent in one `BTreeSet`, which is cloned and hashed with each state.
use stateright::{Model, Property};
use std::collections::BTreeSet;

const ACCEPTORS: [usize; 3] = [0, 1, 2];
const QUORUMS: [[usize; 2]; 3] = [[0, 1], [0, 2], [1, 2]];

type Ballot = i8;
type Value = u8;
/// Ballot and value of an acceptor's last vote.
type Vote = Option<(Ballot, Value)>;

#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Message {
    Prepare(Ballot),
    Promise { from: usize, ballot: Ballot, voted: Vote },
    Accept(Ballot, Value),
    Accepted { from: usize, ballot: Ballot, value: Value },
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct State {
    promised: [Ballot; 3],
    voted: [Vote; 3],
    mail: BTreeSet<Message>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Prepare(Ballot),
    Promise(usize, Ballot),
    Propose(Ballot, Value),
    Vote(usize, Ballot, Value),
}

pub struct Protocol {
    pub values: u8,
    pub last_ballot: i8,
}

impl State {
    fn is_proposed(&self, ballot: Ballot) -> bool {
        self.mail.iter().any(|message| matches!(message, Message::Accept(of, _) if *of == ballot))
    }

    fn promises(&self, ballot: Ballot) -> Vec<(usize, Vote)> {
        let one = |message: &Message| match *message {
            Message::Promise { from, ballot: of, voted } if of == ballot => Some((from, voted)),
            _ => None,
        };
        self.mail.iter().filter_map(one).collect()
    }

    fn is_chosen(&self, ballot: Ballot, value: Value) -> bool {
        let votes = ACCEPTORS.iter().filter(|&&from| self.mail.contains(&Message::Accepted { from, ballot, value }));
        votes.count() >= 2
    }
}

/// Whether the answers of some quorum leave the proposer free to propose the value.
fn is_free(promises: &[(usize, Vote)], value: Value) -> bool {
    QUORUMS.iter().any(|members| {
        let within: Vec<Vote> = promises.iter().filter(|(from, _)| members.contains(from)).map(|(_, vote)| *vote).collect();
        // A vote is greater than none, and then the one in the newer ballot: in one ballot all are for one value.
        within.len() == members.len() && within.iter().max().is_some_and(|newest| newest.map_or(true, |(_, of)| of == value))
    })
}

impl Protocol {
    fn chosen(&self, state: &State) -> usize {
        (0..self.values).filter(|&value| (0..=self.last_ballot).any(|ballot| state.is_chosen(ballot, value))).count()
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State { promised: [-1; 3], voted: [None; 3], mail: BTreeSet::new() }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for ballot in 0..=self.last_ballot {
            if !state.mail.contains(&Message::Prepare(ballot)) {
                actions.push(Action::Prepare(ballot));
            }
            if !state.is_proposed(ballot) {
                let promises = state.promises(ballot);
                let free = (0..self.values).filter(|&value| is_free(&promises, value));
                actions.extend(free.map(|value| Action::Propose(ballot, value)));
            }
        }
        for message in &state.mail {
            for acceptor in ACCEPTORS {
                let promised = state.promised[acceptor];
                match *message {
                    Message::Prepare(ballot) if ballot > promised => actions.push(Action::Promise(acceptor, ballot)),
                    Message::Accept(ballot, value) if ballot >= promised => {
                        actions.push(Action::Vote(acceptor, ballot, value))
                    }
                    _ => {}
                }
            }
        }
    }

    /// Never `None`: a step that changes nothing is counted by the other tools.
    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        let mut state = before.clone();
        let message = match action {
            Action::Prepare(ballot) => Message::Prepare(ballot),
            Action::Propose(ballot, value) => Message::Accept(ballot, value),
            Action::Promise(from, ballot) => {
                state.promised[from] = ballot;
                Message::Promise { from, ballot, voted: state.voted[from] }
            }
            Action::Vote(from, ballot, value) => {
                state.promised[from] = ballot;
                state.voted[from] = Some((ballot, value));
                Message::Accepted { from, ballot, value }
            }
        };
        state.mail.insert(message);
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("agreement", |protocol: &Self, state: &State| protocol.chosen(state) <= 1),
            Property::sometimes("a value is chosen", |protocol: &Self, state: &State| protocol.chosen(state) == 1),
        ]
    }
}
