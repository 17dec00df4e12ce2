/** Specifications that are there to be measured: one that ships in another form, or with its first promise alone. */
import { specifyPaxos } from '../../spec/classic/paxos.ts'
import { specifyPaxosCommit } from '../../spec/classic/paxos-commit.ts'
import { specifyRaft } from '../../spec/classic/raft.ts'
import { type AnySuite, suite } from '../../spec/language/index.ts'
import { paxosBooleans } from './paxos-booleans.ts'
import { paxosClosures } from './paxos-closures.ts'
import { paxosCommitBooleans } from './paxos-commit-booleans.ts'
import { twoPhaseCommitSet } from './two-phase-commit-set.ts'

/** The other forms promise nothing more, and so does this one. */
const paxos = suite('forms/paxos', specifyPaxos, { values: 2, lastBallot: 1, quorum: 2, tellsVotes: true })

const paxosCommit = suite('forms/paxos-commit', specifyPaxosCommit, {
  managers: 2,
  acceptors: 3,
  quorum: 2,
  lastBallot: 1,
  keepsPromises: true,
})

const raft = suite('forms/raft', specifyRaft, {
  lastTerm: 2,
  requests: 2,
  candidates: 2,
  firstLeader: null,
  votesOnce: true,
  comparesLogs: true,
})

export const benchmarkForms: readonly AnySuite[] = [
  paxos,
  paxosClosures,
  paxosBooleans,
  paxosCommit,
  paxosCommitBooleans,
  raft,
  twoPhaseCommitSet,
]
