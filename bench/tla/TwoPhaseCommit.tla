--------------------------- MODULE TwoPhaseCommit ---------------------------
(* Two-phase commit by the rules of spec/classic/two-phase-commit.ts, our     *)
(* own text: every message that was ever sent in one set. Each instance of an  *)
(* action is one disjunct, so that TLC generates as many states as the other   *)
(* tools do.                                                                   *)
EXTENDS Naturals
CONSTANT Managers
VARIABLES phase, decision, counted, mail

Vote(m)    == [kind |-> "vote", from |-> m]
Decided(d) == [kind |-> "decided", decision |-> d]

Init ==
  /\ phase = [m \in Managers |-> "working"]
  /\ decision = "none"
  /\ counted = {}
  /\ mail = {}

Prepare(m) ==
  /\ phase[m] = "working"
  /\ phase' = [phase EXCEPT ![m] = "prepared"]
  /\ mail' = mail \cup {Vote(m)}
  /\ UNCHANGED <<decision, counted>>

AbortAlone(m) ==
  /\ phase[m] = "working"
  /\ phase' = [phase EXCEPT ![m] = "aborted"]
  /\ UNCHANGED <<decision, counted, mail>>

CountVote(m) ==
  /\ decision = "none"
  /\ Vote(m) \in mail
  /\ counted' = counted \cup {m}
  /\ UNCHANGED <<phase, decision, mail>>

Learn(m, d) ==
  /\ Decided(d) \in mail
  /\ phase' = [phase EXCEPT ![m] = d]
  /\ UNCHANGED <<decision, counted, mail>>

Decide(d) ==
  /\ decision = "none"
  /\ d = "committed" => counted = Managers
  /\ decision' = d
  /\ mail' = mail \cup {Decided(d)}
  /\ UNCHANGED <<phase, counted>>

Decisions == {"committed", "aborted"}

Next ==
  \/ \E d \in Decisions : Decide(d)
  \/ \E m \in Managers :
       \/ Prepare(m)
       \/ AbortAlone(m)
       \/ CountVote(m)
       \/ \E d \in Decisions : Learn(m, d)

Spec == Init /\ [][Next]_<<phase, decision, counted, mail>>

AllOrNothing == \A m, n \in Managers : ~(phase[m] = "committed" /\ phase[n] = "aborted")
CommitsOnlyWhatWasDecided == (\E m \in Managers : phase[m] = "committed") => decision = "committed"
=============================================================================
