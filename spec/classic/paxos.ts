import {
  at,
  each,
  has,
  holds,
  insert,
  reachable,
  set,
  specify,
  suite,
  unreachable,
  violated,
  where,
} from '../language/index.ts'

const acceptors = ['a1', 'a2', 'a3'] as const
type Acceptor = (typeof acceptors)[number]
type Ballot = number
type Value = number

/** Every message that was ever sent; to whom does not matter, since everybody may read it. */
type Message =
  | { readonly kind: 'prepare'; readonly ballot: Ballot }
  | {
      readonly kind: 'promise'
      readonly from: Acceptor
      readonly ballot: Ballot
      /** The last vote of the sender, -1 and null where it has never voted. */
      readonly votedIn: Ballot
      readonly votedFor: Value | null
    }
  | { readonly kind: 'accept'; readonly ballot: Ballot; readonly value: Value }
  | { readonly kind: 'accepted'; readonly from: Acceptor; readonly ballot: Ballot; readonly value: Value }
type Promised = Extract<Message, { readonly kind: 'promise' }>

export interface PaxosConfiguration {
  /** How many values may be proposed. */
  readonly values: number
  /** Ballots are numbered from 0 to this one. */
  readonly lastBallot: number
  /** How many of the three acceptors are a quorum. Two quorums must have a member in common, so 2 is right and 1 is not. */
  readonly quorum: 1 | 2
  /** Whether an acceptor that answers a new ballot says what it has voted for. */
  readonly tellsVotes: boolean
}

/** All ways to choose `size` acceptors. */
function choose(size: number, from: readonly Acceptor[] = acceptors): readonly (readonly Acceptor[])[] {
  if (size === 0) return [[]]
  return from.flatMap((first, index) => choose(size - 1, from.slice(index + 1)).map((rest) => [first, ...rest]))
}

/**
 * The protocol with its one promise. Messages are read by pattern: a step depends on the messages that it asks for, and
 * not on what else was ever sent.
 */
export function specifyPaxos({ values: valueCount, lastBallot, quorum, tellsVotes }: PaxosConfiguration) {
  const ballots = Array.from({ length: lastBallot + 1 }, (_, ballot) => ballot)
  const values = Array.from({ length: valueCount }, (_, index) => index + 1)
  const quorums = choose(quorum)

  /** Whether the answers of some quorum leave the proposer free to propose the value. */
  const isFree = (answers: readonly Promised[], value: Value): boolean =>
    quorums.some((members) => {
      const within = answers.filter(({ from }) => members.includes(from))
      if (within.length < quorum) return false
      const newest = Math.max(...within.map(({ votedIn }) => votedIn))
      return newest === -1 || within.every(({ votedIn, votedFor }) => votedIn !== newest || votedFor === value)
    })

  return specify(`Paxos, ${valueCount} values, ballots 0 to ${lastBallot}`, {
    promised: each(acceptors, -1 as Ballot),
    votedIn: each(acceptors, -1 as Ballot),
    votedFor: each(acceptors, null as Value | null),
    mail: set<Message>(),
  })
    .about(`
      Three acceptors choose at most one value, although proposers compete and messages are late or lost. A proposer opens
      a ballot, hears from a quorum what it has voted for in earlier ballots, and proposes the value of the newest of these
      votes, or any value where there is none. A value is chosen when a quorum has voted for it in one ballot.
      Modelled: acceptors, proposers that compete in every ballot, and all messages ever sent, in one set that grows.
      Abstracted: receiving takes no message out of the set, so loss, delay, reordering and duplication need no actions of
      their own. Proposers have no memory: what one knows is in the set, so that a proposer may stop and another go on.
      Each ballot belongs to one proposer, which proposes once.
      Source: Lamport, "Paxos Made Simple" (2001); the shape of tlaplus/Examples, specifications/Paxos/Paxos.tla. Counts:
      equal in TLC, Stateright and Spin, on translations of our own (npm run bench -- Paxos).
    `)
    .derive(
      'chosen',
      (s) =>
        values.filter((value) =>
          ballots.some((ballot) => where(s.mail, { kind: 'accepted', ballot, value }).length >= quorum),
        ).length,
    )
    .action('prepare', 'A proposer opens a ballot: phase 1a.')
    .over('ballot', ballots)
    .by(({ ballot }) => `proposer ${ballot}`)
    .says((_before, { ballot }) => `proposer ${ballot} asks the acceptors to take part in ballot ${ballot}`)
    .when((s, { ballot }) => !has(s.mail, { kind: 'prepare', ballot }))
    .changes((s, { ballot }) => ({ mail: insert(s.mail, { kind: 'prepare', ballot }) }))
    .action('promise', 'An acceptor promises to take part in no older ballot, and tells its last vote: phase 1b.')
    .over('acceptor', acceptors)
    .over('request', (s) => where(s.mail, { kind: 'prepare' }))
    .by(({ acceptor }) => acceptor)
    .says((before, { acceptor, request: { ballot } }) => {
      const value = before.votedFor[acceptor]
      const vote = value === null ? 'has not voted yet' : `voted for ${value} in ballot ${before.votedIn[acceptor]}`
      return `${acceptor}, which ${vote}, promises to take part in no ballot before ${ballot}`
    })
    .when((s, { acceptor, request }) => request.ballot > s.promised[acceptor])
    .changes((s, { acceptor, request: { ballot } }) => ({
      promised: at(acceptor, ballot),
      mail: insert(s.mail, {
        kind: 'promise',
        from: acceptor,
        ballot,
        votedIn: tellsVotes ? s.votedIn[acceptor] : -1,
        votedFor: tellsVotes ? s.votedFor[acceptor] : null,
      }),
    }))
    .action('propose', 'A proposer that a quorum has answered proposes a value that is left free: phase 2a.')
    .over('ballot', ballots)
    .over('value', values)
    .by(({ ballot }) => `proposer ${ballot}`)
    .says((_before, { ballot, value }) => `proposer ${ballot} proposes the value ${value} in ballot ${ballot}`)
    .when(
      (s, { ballot, value }) =>
        where(s.mail, { kind: 'accept', ballot }).length === 0 &&
        isFree(where(s.mail, { kind: 'promise', ballot }), value),
    )
    .changes((s, { ballot, value }) => ({ mail: insert(s.mail, { kind: 'accept', ballot, value }) }))
    .action(
      'vote',
      'An acceptor votes for a proposal, unless it has promised to take part in newer ballots only: phase 2b.',
    )
    .over('acceptor', acceptors)
    .over('proposal', (s) => where(s.mail, { kind: 'accept' }))
    .by(({ acceptor }) => acceptor)
    .says((_before, { acceptor, proposal }) => `${acceptor} votes for ${proposal.value} in ballot ${proposal.ballot}`)
    .when((s, { acceptor, proposal }) => proposal.ballot >= s.promised[acceptor])
    .changes((s, { acceptor, proposal: { ballot, value } }) => ({
      promised: at(acceptor, ballot),
      votedIn: at(acceptor, ballot),
      votedFor: at(acceptor, value),
      mail: insert(s.mail, { kind: 'accepted', from: acceptor, ballot, value }),
    }))
    .always('agreement', (s) => s.chosen <= 1)
    .reachable('a value is chosen', (s) => s.chosen === 1)
}

/** What keeps the promise, said step by step, beside it. */
function specification(configuration: PaxosConfiguration) {
  const ballots = Array.from({ length: configuration.lastBallot + 1 }, (_, ballot) => ballot)
  return specifyPaxos(configuration)
    .always('one proposal in a ballot', ballots, (s, ballot) => where(s.mail, { kind: 'accept', ballot }).length <= 1)
    .always('a vote is for what was proposed', ballots, (s, ballot) =>
      where(s.mail, { kind: 'accepted', ballot }).every(({ value }) => has(s.mail, { kind: 'accept', ballot, value })),
    )
    .alwaysStep('no acceptor goes back to an older ballot', (before, { action, args }, after) => {
      if (action !== 'promise' && action !== 'vote') return true
      const { acceptor } = args
      return (
        after.promised[acceptor] >= before.promised[acceptor] && after.votedIn[acceptor] <= after.promised[acceptor]
      )
    })
    .reachableStep('a proposer takes over what was voted for in an older ballot', (before, { action, args }) => {
      if (action !== 'propose') return false
      return where(before.mail, { kind: 'promise', ballot: args.ballot, votedFor: args.value }).length > 0
    })
    .deadlockFree()
}

const sound = {
  agreement: holds,
  'one proposal in a ballot': holds,
  'a vote is for what was proposed': holds,
  'no acceptor goes back to an older ballot': holds,
  'no deadlock': holds,
} as const

export const paxos = suite('classic/paxos', specification, {
  values: 2,
  lastBallot: 1,
  quorum: 2,
  tellsVotes: true,
})
  .scenario({
    title: '2 values, ballot 0',
    config: { lastBallot: 0 },
    expect: {
      ...sound,
      'a value is chosen': reachable(7),
      'a proposer takes over what was voted for in an older ballot': unreachable,
    },
    counts: { distinct: 73, generated: 238, depth: 9 },
  })
  .scenario({
    title: '2 values, ballots 0 to 1',
    expect: {
      ...sound,
      'a value is chosen': reachable(7),
      'a proposer takes over what was voted for in an older ballot': reachable(10),
    },
    counts: { distinct: 3_921, generated: 15_299, depth: 17 },
    neighbour: '2 values, ballots 0 to 1, one acceptor is a quorum',
  })
  .scenario({
    title: '2 values, ballots 0 to 2',
    about: 'With three ballots a proposer can take over a vote for a value that was itself taken over.',
    config: { lastBallot: 2 },
    expect: {
      ...sound,
      'a value is chosen': reachable(7),
      'a proposer takes over what was voted for in an older ballot': reachable(10),
    },
    counts: { distinct: 185_369, generated: 772_240, depth: 25 },
  })
  .scenario({
    title: '2 values, ballots 0 to 1, one acceptor is a quorum',
    about:
      'Two quorums have to share an acceptor. Where they do not, the later proposer never hears of the earlier vote.',
    config: { quorum: 1 },
    expect: {
      ...sound,
      agreement: violated(9),
      'a value is chosen': reachable(5),
      'a proposer takes over what was voted for in an older ballot': reachable(8),
    },
    counts: { distinct: 12_513, generated: 56_261, depth: 17 },
    neighbour: '2 values, ballots 0 to 1',
  })
  .scenario({
    title: '2 values, ballots 0 to 1, acceptors do not tell what they voted for',
    about: 'A quorum alone is not enough: the acceptor that both quorums share has to pass on what it knows.',
    config: { tellsVotes: false },
    expect: {
      ...sound,
      agreement: violated(13),
      'a value is chosen': reachable(7),
      'a proposer takes over what was voted for in an older ballot': unreachable,
    },
    counts: { distinct: 5_329, generated: 20_923, depth: 17 },
    neighbour: '2 values, ballots 0 to 1',
  })
