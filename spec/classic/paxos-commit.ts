import {
  at,
  each,
  every,
  has,
  holds,
  insert,
  reachable,
  set,
  some,
  specify,
  suite,
  unreachable,
  violated,
  where,
} from '../language/index.ts'
import { specifyTransactionCommit } from './transaction-commit.ts'

const managerNames = ['rm1', 'rm2', 'rm3', 'rm4', 'rm5', 'rm6'] as const
const acceptorNames = ['a1', 'a2', 'a3'] as const
type Manager = (typeof managerNames)[number]
type Acceptor = (typeof acceptorNames)[number]
type Ballot = number
/** What a manager announces, and what is chosen in its name. */
type Outcome = 'prepared' | 'aborted'
type Decision = 'commit' | 'abort'

/** Every message that was ever sent. All but the decision belong to the instance of Paxos of one manager. */
type Message =
  | { readonly kind: 'prepare'; readonly manager: Manager; readonly ballot: Ballot }
  | {
      readonly kind: 'promise'
      readonly manager: Manager
      readonly from: Acceptor
      readonly ballot: Ballot
      /** The last vote of the sender, -1 and null where it has never voted. */
      readonly votedIn: Ballot
      readonly votedFor: Outcome | null
    }
  | { readonly kind: 'accept'; readonly manager: Manager; readonly ballot: Ballot; readonly outcome: Outcome }
  | {
      readonly kind: 'accepted'
      readonly manager: Manager
      readonly from: Acceptor
      readonly ballot: Ballot
      readonly outcome: Outcome
    }
  | { readonly kind: 'decided'; readonly decision: Decision }

/** The votes that something is chosen by: those of a quorum in one ballot. */
interface Votes {
  readonly ballot: Ballot
  readonly quorum: readonly Acceptor[]
}

export interface PaxosCommitConfiguration {
  /** Resource managers that take part, at most six. */
  readonly managers: number
  /** Acceptors that note what the managers announce, at most three. */
  readonly acceptors: number
  /** How many acceptors are a quorum. Two quorums must have a member in common: more than half are enough. */
  readonly quorum: number
  /** Ballot 0 is the manager's own; leaders open ballots from 1 to this one. */
  readonly lastBallot: number
  /** Whether an acceptor that has promised to take part in no older ballot than one refuses older proposals. */
  readonly keepsPromises: boolean
}

/**
 * The protocol with its one promise. A leader's step names the quorum, and a decision the votes, that it is taken on:
 * the published counts are of such steps.
 */
export function specifyPaxosCommit({ keepsPromises, ...configuration }: PaxosCommitConfiguration) {
  const managers = managerNames.slice(0, configuration.managers)
  const acceptors = acceptorNames.slice(0, configuration.acceptors)
  const ballots = Array.from({ length: configuration.lastBallot + 1 }, (_, ballot) => ballot)
  const laterBallots = ballots.slice(1)
  const quorums = choose(configuration.quorum, acceptors)
  const allVotes: readonly Votes[] = ballots.flatMap((ballot) => quorums.map((quorum) => ({ ballot, quorum })))

  return specify(`Paxos commit, ${managers.length} resource managers, ${acceptors.length} acceptors`, {
    phase: each(managers, 'working' as 'working' | 'prepared' | 'committed' | 'aborted'),
    promised: each(managers, each(acceptors, 0 as Ballot)),
    votedIn: each(managers, each(acceptors, -1 as Ballot)),
    votedFor: each(managers, each(acceptors, null as Outcome | null)),
    mail: set<Message>(),
  })
    .about(`
      Resource managers commit a transaction together, and do not block where two-phase commit does: what each of them
      announces is chosen by Paxos among acceptors, so that any leader can find it out, or have "aborted" chosen in the
      name of a manager that is silent.
      Modelled: managers that prepare or abort on their own, one instance of Paxos for each of them, leaders that compete,
      and all messages ever sent, in one set that grows.
      Abstracted: receiving takes no message out of the set, so loss, delay, reordering and duplication need no actions of
      their own. Who is leader is left open: several may act at once. Requests to prepare are left out, as in two-phase
      commit.
      Source: Gray and Lamport, "Consensus on Transaction Commit" (2006); tlaplus/Examples,
      specifications/transaction_commit/PaxosCommit.tla, with the counts that are published there for 3 acceptors, 2
      managers and the ballots 0 and 1: 1,321,761 states, 16,959,159 transitions, depth 28 (npm run bench).
    `)
    .action('prepare', 'A manager has written all it needs to commit, and announces it in its own ballot, 0.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .says((_before, { manager }) => `${manager} is prepared, and tells the acceptors`)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((s, { manager }) => ({
      phase: at(manager, 'prepared'),
      mail: insert(s.mail, { kind: 'accept', manager, ballot: 0, outcome: 'prepared' }),
    }))
    .action('abort alone', 'A manager that is not prepared may abort, and announces it.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .says((_before, { manager }) => `${manager} aborts, and tells the acceptors`)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((s, { manager }) => ({
      phase: at(manager, 'aborted'),
      mail: insert(s.mail, { kind: 'accept', manager, ballot: 0, outcome: 'aborted' }),
    }))
    .action(
      'open a ballot',
      'A leader that has waited too long for a manager asks in its name, perhaps again: phase 1a.',
    )
    .over('ballot', laterBallots)
    .over('manager', managers)
    .by('leader')
    .says((_before, { ballot, manager }) => `a leader asks what was announced for ${manager}, in ballot ${ballot}`)
    .changes((s, { ballot, manager }) => ({ mail: insert(s.mail, { kind: 'prepare', manager, ballot }) }))
    .action('promise', 'An acceptor promises to take part in no older ballot, and tells its last vote: phase 1b.')
    .over('acceptor', acceptors)
    .over('request', (s) => where(s.mail, { kind: 'prepare' }))
    .by(({ acceptor }) => acceptor)
    .says((before, { acceptor, request: { manager, ballot } }) => {
      const vote = before.votedFor[manager][acceptor] ?? 'nothing'
      return `${acceptor} promises to take part in no ballot for ${manager} before ${ballot}; it has voted for ${vote}`
    })
    .when((s, { acceptor, request }) => request.ballot > s.promised[request.manager][acceptor])
    .changes((s, { acceptor, request: { manager, ballot } }) => {
      const votedIn = s.votedIn[manager][acceptor]
      const votedFor = s.votedFor[manager][acceptor]
      return {
        promised: at(manager, at(acceptor, ballot)),
        mail: insert(s.mail, { kind: 'promise', manager, from: acceptor, ballot, votedIn, votedFor }),
      }
    })
    .action(
      'propose',
      'A leader that a quorum has answered proposes the newest outcome voted for, or to abort: phase 2a.',
    )
    .over('ballot', laterBallots)
    .over('manager', managers)
    .over('quorum', quorums)
    .by('leader')
    .says(
      (_before, { ballot, manager, quorum }) =>
        `a leader that ${quorum.join(' and ')} answered proposes for ${manager} in ballot ${ballot}`,
    )
    .when(
      (s, { ballot, manager, quorum }) =>
        where(s.mail, { kind: 'accept', manager, ballot }).length === 0 &&
        quorum.every((from) => where(s.mail, { kind: 'promise', manager, ballot, from }).length > 0),
    )
    .changes((s, { ballot, manager, quorum }) => {
      const answers = quorum.flatMap((from) => [...where(s.mail, { kind: 'promise', manager, ballot, from })])
      const newest = answers.reduce((best, each) => (each.votedIn > best.votedIn ? each : best))
      return { mail: insert(s.mail, { kind: 'accept', manager, ballot, outcome: newest.votedFor ?? 'aborted' }) }
    })
    .action(
      'vote',
      'An acceptor votes for a proposal, unless it has promised to take part in newer ballots only: phase 2b.',
    )
    .over('acceptor', acceptors)
    .over('proposal', (s) => where(s.mail, { kind: 'accept' }))
    .by(({ acceptor }) => acceptor)
    .says((_before, { acceptor, proposal: { manager, outcome, ballot } }) => {
      return `${acceptor} votes that ${manager} is ${outcome}, in ballot ${ballot}`
    })
    .when((s, { acceptor, proposal }) => !keepsPromises || proposal.ballot >= s.promised[proposal.manager][acceptor])
    .changes((s, { acceptor, proposal: { manager, ballot, outcome } }) => ({
      promised: at(manager, at(acceptor, ballot)),
      votedIn: at(manager, at(acceptor, ballot)),
      votedFor: at(manager, at(acceptor, outcome)),
      mail: insert(s.mail, { kind: 'accepted', manager, from: acceptor, ballot, outcome }),
    }))
    .action('decide to commit', 'A leader has seen that every manager was chosen to be prepared, perhaps again.')
    .over('evidence', forEach(managers, allVotes))
    .by('leader')
    .says(() => 'a leader decides to commit')
    .when((s, { evidence }) =>
      managers.every((manager, index) => {
        const { ballot, quorum } = evidence[index] as Votes
        return quorum.every((from) => has(s.mail, { kind: 'accepted', manager, from, ballot, outcome: 'prepared' }))
      }),
    )
    .changes((s) => ({ mail: insert(s.mail, { kind: 'decided', decision: 'commit' }) }))
    .action('decide to abort', 'A leader has seen that a manager was chosen to be aborted, perhaps again.')
    .over('manager', managers)
    .over('evidence', allVotes)
    .by('leader')
    .says((_before, { manager }) => `a leader decides to abort, since ${manager} has`)
    .when((s, { manager, evidence: { ballot, quorum } }) =>
      quorum.every((from) => has(s.mail, { kind: 'accepted', manager, from, ballot, outcome: 'aborted' })),
    )
    .changes((s) => ({ mail: insert(s.mail, { kind: 'decided', decision: 'abort' }) }))
    .action('learn of commit', 'The decision arrives at a manager, perhaps again.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .when((s) => has(s.mail, { kind: 'decided', decision: 'commit' }))
    .changes((_s, { manager }) => ({ phase: at(manager, 'committed') }))
    .action('learn of abort', 'The decision arrives at a manager, perhaps again.')
    .over('manager', managers)
    .by(({ manager }) => manager)
    .when((s) => has(s.mail, { kind: 'decided', decision: 'abort' }))
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .always('all or nothing', (s) => !(some(s.phase, 'committed') && some(s.phase, 'aborted')))
}

/** What else it promises, on small graphs: a property of every step costs something at every step. */
function specification(configuration: PaxosCommitConfiguration) {
  const { managers } = configuration
  return specifyPaxosCommit(configuration)
    .refines('it is transaction commit', specifyTransactionCommit({ managers, waitsForAll: true }), (s) => ({
      phase: s.phase,
    }))
    .always('one decision', (s) => where(s.mail, { kind: 'decided' }).length <= 1)
    .alwaysStep('no acceptor goes back to an older ballot', (before, { action, args }, after) => {
      if (action !== 'promise' && action !== 'vote') return true
      const { manager, ballot } = action === 'promise' ? args.request : args.proposal
      const promised = before.promised[manager][args.acceptor]
      const isNew = action === 'promise' ? ballot > promised : ballot >= promised
      return isNew && after.promised[manager][args.acceptor] === ballot
    })
    .reachable('everyone commits', (s) => every(s.phase, 'committed'))
    .reachableStep('a leader passes on what a manager had announced', (before, { action, args }, after) => {
      if (action !== 'propose') return false
      const proposal = { kind: 'accept', outcome: 'prepared', ballot: args.ballot } as const
      return where(after.mail, proposal).length > where(before.mail, proposal).length
    })
    .deadlockFree()
}

/** All ways to choose `size` of them. */
function choose<T>(size: number, from: readonly T[]): readonly (readonly T[])[] {
  if (size === 0) return [[]]
  return from.flatMap((first, index) => choose(size - 1, from.slice(index + 1)).map((rest) => [first, ...rest]))
}

/** All ways to give each of `keys` one of `values`, in the order of `keys`. */
function forEach<T>(keys: readonly unknown[], values: readonly T[]): readonly (readonly T[])[] {
  return keys.reduce<readonly (readonly T[])[]>(
    (ways) => ways.flatMap((way) => values.map((value) => [...way, value])),
    [[]],
  )
}
const sound = {
  'all or nothing': holds,
  'it is transaction commit': holds,
  'one decision': holds,
  'no acceptor goes back to an older ballot': holds,
  'no deadlock': holds,
} as const

const notReadEverywhere = (of: string) =>
  ({
    finding: 'never-read',
    of,
    because:
      'a graph of 2 managers and 3 acceptors with a later ballot is too large to be a scenario; npm run bench has it',
  }) as const

export const paxosCommit = suite('classic/paxos-commit', specification, {
  managers: 2,
  acceptors: 1,
  quorum: 1,
  lastBallot: 1,
  keepsPromises: true,
})
  .scenario({
    title: '2 resource managers, 1 acceptor, ballots 0 and 1',
    expect: {
      ...sound,
      'everyone commits': reachable(8),
      'a leader passes on what a manager had announced': reachable(6),
    },
    counts: { distinct: 1_425, generated: 9_961, depth: 16 },
    neighbour: '2 resource managers, 1 acceptor that breaks its promises',
  })
  .scenario({
    title: '2 resource managers, 1 acceptor that breaks its promises',
    about: `
      A leader that was told of no vote has "aborted" chosen. An acceptor that votes in the older ballot all the same makes
      another leader believe that the manager is prepared.
    `,
    config: { keepsPromises: false },
    expect: {
      ...sound,
      'all or nothing': violated(13),
      'it is transaction commit': violated(13),
      'one decision': violated(11),
      'no acceptor goes back to an older ballot': violated(5),
      'everyone commits': reachable(8),
      'a leader passes on what a manager had announced': reachable(6),
    },
    counts: { distinct: 13_550, generated: 138_571, depth: 22 },
    neighbour: '2 resource managers, 1 acceptor, ballots 0 and 1',
  })
  .scenario({
    title: '2 resource managers, 3 acceptors, ballot 0',
    config: { acceptors: 3, quorum: 2, lastBallot: 0 },
    expect: {
      ...sound,
      'everyone commits': reachable(10),
      'a leader passes on what a manager had announced': unreachable,
    },
    counts: { distinct: 545, generated: 4_413, depth: 12 },
  })
  .scenario({
    title: '1 resource manager, 3 acceptors, ballots 0 and 1',
    config: { managers: 1, acceptors: 3, quorum: 2 },
    expect: {
      ...sound,
      'everyone commits': reachable(6),
      'a leader passes on what a manager had announced': reachable(7),
    },
    counts: { distinct: 1_461, generated: 9_936, depth: 15 },
    neighbour: '1 resource manager, 3 acceptors, each of them a quorum',
  })
  .scenario({
    title: '1 resource manager, 3 acceptors, each of them a quorum',
    about: 'A leader that hears from one acceptor does not hear of the vote of another.',
    config: { managers: 1, acceptors: 3, quorum: 1 },
    expect: {
      ...sound,
      'it is transaction commit': violated(11),
      'one decision': violated(9),
      'everyone commits': reachable(5),
      'a leader passes on what a manager had announced': reachable(6),
    },
    counts: { distinct: 4_197, generated: 37_308, depth: 15 },
    neighbour: '1 resource manager, 3 acceptors, ballots 0 and 1',
  })
  .accept(notReadEverywhere('votedIn'))
  .accept(notReadEverywhere('votedFor'))
