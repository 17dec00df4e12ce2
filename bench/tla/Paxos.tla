------------------------------- MODULE Paxos -------------------------------
(* Paxos by the rules of spec/classic/paxos.ts, our own text: every message   *)
(* that was ever sent in one set. Whether a quorum leaves a value free is asked *)
(* within a set of values: TLC would generate one state for each quorum that    *)
(* satisfies a bare \E, and count more than there are steps.                    *)
EXTENDS Integers
CONSTANTS Acceptors, Values, LastBallot
VARIABLES promised, votedIn, votedFor, mail

Ballots == 0..LastBallot
Quorums == {q \in SUBSET Acceptors : \E a, b \in q : a # b /\ q = {a, b}}

Prepare(b)        == [kind |-> "prepare", ballot |-> b]
Promise(a, b)     == [kind |-> "promise", from |-> a, ballot |-> b,
                      votedIn |-> votedIn[a], votedFor |-> votedFor[a]]
Accept(b, v)      == [kind |-> "accept", ballot |-> b, value |-> v]
Accepted(a, b, v) == [kind |-> "accepted", from |-> a, ballot |-> b, value |-> v]

Init ==
  /\ promised = [a \in Acceptors |-> -1]
  /\ votedIn = [a \in Acceptors |-> -1]
  /\ votedFor = [a \in Acceptors |-> "nothing"]
  /\ mail = {}

Open(b) ==
  /\ Prepare(b) \notin mail
  /\ mail' = mail \cup {Prepare(b)}
  /\ UNCHANGED <<promised, votedIn, votedFor>>

TakePart(a, m) ==
  /\ m.kind = "prepare"
  /\ m.ballot > promised[a]
  /\ promised' = [promised EXCEPT ![a] = m.ballot]
  /\ mail' = mail \cup {Promise(a, m.ballot)}
  /\ UNCHANGED <<votedIn, votedFor>>

(* The values that the answers of some quorum leave free in a ballot. *)
Free(b) ==
  LET answers == {m \in mail : m.kind = "promise" /\ m.ballot = b}
      Of(q) == {m \in answers : m.from \in q}
      Newest(ms) == {m \in ms : \A n \in ms : m.votedIn >= n.votedIn}
      HasAnswered(q) == {m.from : m \in Of(q)} = q
  IN {v \in Values : \E q \in Quorums :
        HasAnswered(q) /\ \A m \in Newest(Of(q)) : m.votedIn = -1 \/ m.votedFor = v}

Propose(b, v) ==
  /\ {m \in mail : m.kind = "accept" /\ m.ballot = b} = {}
  /\ v \in Free(b)
  /\ mail' = mail \cup {Accept(b, v)}
  /\ UNCHANGED <<promised, votedIn, votedFor>>

Vote(a, m) ==
  /\ m.kind = "accept"
  /\ m.ballot >= promised[a]
  /\ promised' = [promised EXCEPT ![a] = m.ballot]
  /\ votedIn' = [votedIn EXCEPT ![a] = m.ballot]
  /\ votedFor' = [votedFor EXCEPT ![a] = m.value]
  /\ mail' = mail \cup {Accepted(a, m.ballot, m.value)}

Next ==
  \/ \E b \in Ballots : Open(b) \/ \E v \in Values : Propose(b, v)
  \/ \E a \in Acceptors, m \in mail : TakePart(a, m) \/ Vote(a, m)

Spec == Init /\ [][Next]_<<promised, votedIn, votedFor, mail>>

Chosen == {v \in Values : \E b \in Ballots, q \in Quorums : \A a \in q : Accepted(a, b, v) \in mail}
Agreement == \A v, w \in Chosen : v = w
=============================================================================
