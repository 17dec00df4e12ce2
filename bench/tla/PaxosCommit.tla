---------------------------- MODULE PaxosCommit ----------------------------
(* Paxos commit by the rules of spec/classic/paxos-commit.ts, our own text:   *)
(* every message that was ever sent in one set. A leader's step names the       *)
(* quorum, or the votes, that it is taken on, as the parameters there do.       *)
EXTENDS Integers
CONSTANTS Managers, Acceptors, Quorums, LastBallot
VARIABLES phase, promised, votedIn, votedFor, mail
acceptorState == <<promised, votedIn, votedFor>>

Ballots == 0..LastBallot
LaterBallots == 1..LastBallot

Prepare(m, b)        == [kind |-> "prepare", manager |-> m, ballot |-> b]
Promise(m, a, b)     == [kind |-> "promise", manager |-> m, from |-> a, ballot |-> b,
                         votedIn |-> votedIn[m][a], votedFor |-> votedFor[m][a]]
Accept(m, b, v)      == [kind |-> "accept", manager |-> m, ballot |-> b, value |-> v]
Accepted(m, a, b, v) == [kind |-> "accepted", manager |-> m, from |-> a, ballot |-> b, value |-> v]
Decided(d)           == [kind |-> "decided", decision |-> d]

EachAcceptor(x) == [m \in Managers |-> [a \in Acceptors |-> x]]

Init ==
  /\ phase = [m \in Managers |-> "working"]
  /\ promised = EachAcceptor(0)
  /\ votedIn = EachAcceptor(-1)
  /\ votedFor = EachAcceptor("nothing")
  /\ mail = {}

Announce(m, v) ==
  /\ phase[m] = "working"
  /\ phase' = [phase EXCEPT ![m] = v]
  /\ mail' = mail \cup {Accept(m, 0, v)}
  /\ UNCHANGED acceptorState

Learn(m, d) ==
  /\ Decided(d) \in mail
  /\ phase' = [phase EXCEPT ![m] = d]
  /\ UNCHANGED <<acceptorState, mail>>

Open(m, b) ==
  /\ mail' = mail \cup {Prepare(m, b)}
  /\ UNCHANGED <<phase, acceptorState>>

Propose(m, b, q) ==
  LET answers == {p \in mail : p.kind = "promise" /\ p.manager = m /\ p.ballot = b /\ p.from \in q}
      newest == {p \in answers : \A o \in answers : p.votedIn >= o.votedIn}
      last == CHOOSE p \in newest : TRUE
  IN /\ {p \in mail : p.kind = "accept" /\ p.manager = m /\ p.ballot = b} = {}
     /\ {p.from : p \in answers} = q
     /\ mail' = mail \cup {Accept(m, b, IF last.votedIn = -1 THEN "aborted" ELSE last.votedFor)}
     /\ UNCHANGED <<phase, acceptorState>>

IsChosen(m, v, b, q) == \A a \in q : Accepted(m, a, b, v) \in mail

Decide(d) ==
  /\ mail' = mail \cup {Decided(d)}
  /\ UNCHANGED <<phase, acceptorState>>

DecideToCommit(evidence) ==
  /\ \A m \in Managers : IsChosen(m, "prepared", evidence[m][1], evidence[m][2])
  /\ Decide("committed")

DecideToAbort(m, b, q) ==
  /\ IsChosen(m, "aborted", b, q)
  /\ Decide("aborted")

TakePart(a, p) ==
  /\ p.kind = "prepare"
  /\ p.ballot > promised[p.manager][a]
  /\ promised' = [promised EXCEPT ![p.manager][a] = p.ballot]
  /\ mail' = mail \cup {Promise(p.manager, a, p.ballot)}
  /\ UNCHANGED <<phase, votedIn, votedFor>>

Vote(a, p) ==
  /\ p.kind = "accept"
  /\ p.ballot >= promised[p.manager][a]
  /\ promised' = [promised EXCEPT ![p.manager][a] = p.ballot]
  /\ votedIn' = [votedIn EXCEPT ![p.manager][a] = p.ballot]
  /\ votedFor' = [votedFor EXCEPT ![p.manager][a] = p.value]
  /\ mail' = mail \cup {Accepted(p.manager, a, p.ballot, p.value)}
  /\ UNCHANGED phase

Next ==
  \/ \E m \in Managers :
       \/ Announce(m, "prepared")
       \/ Announce(m, "aborted")
       \/ \E d \in {"committed", "aborted"} : Learn(m, d)
       \/ \E b \in LaterBallots : Open(m, b) \/ \E q \in Quorums : Propose(m, b, q)
       \/ \E b \in Ballots, q \in Quorums : DecideToAbort(m, b, q)
  \/ \E evidence \in [Managers -> Ballots \X Quorums] : DecideToCommit(evidence)
  \/ \E a \in Acceptors, p \in mail : TakePart(a, p) \/ Vote(a, p)

Spec == Init /\ [][Next]_<<phase, promised, votedIn, votedFor, mail>>

AllOrNothing == \A m, n \in Managers : ~(phase[m] = "committed" /\ phase[n] = "aborted")
=============================================================================
