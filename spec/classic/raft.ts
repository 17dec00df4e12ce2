import {
  append,
  at,
  bag,
  copies,
  disabled,
  each,
  holds,
  insert,
  list,
  reachable,
  removeOne,
  set,
  some,
  specify,
  suite,
  truncate,
  unreachable,
  violated,
  where,
} from '../language/index.ts'

const servers = ['s1', 's2', 's3'] as const
type Server = (typeof servers)[number]
const quorum = 2

type Role = 'follower' | 'candidate' | 'leader'

interface Entry {
  readonly term: number
  readonly request: number
}
type Log = readonly Entry[]

interface Addressed {
  readonly from: Server
  readonly to: Server
  /** Of the sender, when it sent this. */
  readonly term: number
}
interface VoteRequest extends Addressed {
  readonly kind: 'vote request'
  readonly lastTerm: number
  readonly length: number
}
interface Vote extends Addressed {
  readonly kind: 'vote'
  readonly isGranted: boolean
}
interface Append extends Addressed {
  readonly kind: 'append'
  /** How many entries there are before `entries`, and the term of the last of them, 0 where there is none. */
  readonly after: number
  readonly afterTerm: number
  readonly entries: Log
  readonly committed: number
}
interface Appended extends Addressed {
  readonly kind: 'appended'
  /** How many entries the sender has in common with the leader; null where it refused. */
  readonly matched: number | null
}
type Message = VoteRequest | Vote | Append | Appended

export interface RaftConfiguration {
  /** No election begins a term after this one. */
  readonly lastTerm: number
  /** How many requests clients make. */
  readonly requests: number
  /** How many of the three servers ever stand for election. */
  readonly candidates: number
  /** `s1`: everybody has voted for s1 in term 1, and it leads; null: nobody has stood for election yet. */
  readonly firstLeader: 's1' | null
  /** Whether a server votes for one candidate a term. */
  readonly votesOnce: boolean
  /** Whether a server refuses its vote to a candidate whose log is behind its own. */
  readonly comparesLogs: boolean
}

const othersThan = (server: Server): readonly Server[] => servers.filter((other) => other !== server)
const lastTermOf = (log: Log): number => log.at(-1)?.term ?? 0
/** The term of the entry before which so many begin; undefined where the log is shorter. */
const termAt = (log: Log, length: number): number | undefined => (length === 0 ? 0 : log[length - 1]?.term)
const isSameEntry = (one: Entry | undefined, other: Entry | undefined): boolean =>
  one !== undefined && other !== undefined && one.term === other.term && one.request === other.request
const beginsWith = (log: Log, start: Log): boolean => start.every((entry, index) => isSameEntry(entry, log[index]))

export function specifyRaft({
  lastTerm,
  requests,
  candidates,
  firstLeader,
  votesOnce,
  comparesLogs,
}: RaftConfiguration) {
  return specify(`Raft, terms to ${lastTerm}, ${requests} requests`, {
    role: each(servers, (server) => (server === firstLeader ? 'leader' : 'follower') as Role),
    term: each(servers, (firstLeader === null ? 0 : 1) as number),
    votedFor: each(servers, firstLeader as Server | null),
    votes: each(servers, (server) => set<Server>(server === firstLeader ? servers : [])),
    log: each(servers, list<Entry>()),
    committed: each(servers, 0 as number),
    /** Of a leader: how many entries it takes each of the others to have, and how many it knows that they have. */
    next: each(servers, each(servers, 0 as number)),
    matched: each(servers, each(servers, 0 as number)),
    messages: bag<Message>(),
    requested: 0 as number,
  })
    .about(`
      Three servers keep the same log: they elect a leader for a term, which appends the requests of clients to its log,
      has the others append them, and commits what a majority has.
      Modelled: elections at any time, terms, votes, the check that a follower's log agrees with the leader's where entries
      are appended, commitment of entries of the leader's own term. Messages are a bag, read by who they are for, and
      arrive in any order.
      Abstracted: loss, since nobody is obliged to receive; and sending again, so that there is one append, or its answer, on
      the way between a leader and a follower. Time-outs happen when they like, within the bound on terms. An append has one entry at most. Crashes: a
      server that stops is one that does nothing, and what it must remember it remembers.
      Source: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014), figure 2; the shape of
      ongardie/raft.tla.
    `)
    .action('stand for election', 'A server that hears of no leader begins a new term and votes for itself.')
    .over('server', servers.slice(0, candidates))
    .by(({ server }) => server)
    .says((before, { server }) => `${server} stands for election in term ${before.term[server] + 1}`)
    .when((s, { server }) => s.role[server] !== 'leader' && s.term[server] < lastTerm)
    .changes((s, { server }) => {
      const term = s.term[server] + 1
      const log = s.log[server]
      return {
        role: at(server, 'candidate'),
        term: at(server, term),
        votedFor: at(server, server),
        votes: at(server, set([server])),
        messages: othersThan(server).reduce(
          (messages, to) =>
            insert(messages, {
              kind: 'vote request',
              from: server,
              to,
              term,
              lastTerm: lastTermOf(log),
              length: log.length,
            }),
          s.messages,
        ),
      }
    })
    .action('answer a candidate')
    .over('server', servers)
    .over('request', (s, { server }) => where(s.messages, { kind: 'vote request', to: server }))
    .by(({ server }) => server)
    .says((_before, { server, request }, after) => {
      const isGranted = after.votedFor[server] === request.from
      return `${server} ${isGranted ? 'votes' : 'does not vote'} for ${request.from} in term ${request.term}`
    })
    .changes((s, { server, request }) => {
      const { from, term } = request
      const isNew = term > s.term[server]
      const isFree = isNew || !votesOnce || s.votedFor[server] === null || s.votedFor[server] === from
      const log = s.log[server]
      const [last, own] = [request.lastTerm, lastTermOf(log)]
      const isBehind = comparesLogs && (last < own || (last === own && request.length < log.length))
      const isGranted = term >= s.term[server] && isFree && !isBehind
      const answer: Message = { kind: 'vote', from: server, to: from, term: Math.max(term, s.term[server]), isGranted }
      return {
        ...(isNew && { term: at(server, term), role: at(server, 'follower'), votedFor: at(server, null) }),
        ...(isGranted && { votedFor: at(server, from) }),
        messages: insert(removeOne(s.messages, request), answer),
      }
    })
    .action('count a vote')
    .over('server', servers)
    .over('vote', (s, { server }) => where(s.messages, { kind: 'vote', to: server }))
    .by(({ server }) => server)
    .says(
      (_before, { server, vote }) => `${server} receives the ${vote.isGranted ? 'vote' : 'refusal'} of ${vote.from}`,
    )
    .changes((s, { server, vote }) => {
      const messages = removeOne(s.messages, vote)
      if (vote.term > s.term[server]) {
        return { messages, term: at(server, vote.term), role: at(server, 'follower'), votedFor: at(server, null) }
      }
      const counts = vote.isGranted && vote.term === s.term[server] && s.role[server] === 'candidate'
      return counts ? { messages, votes: at(server, insert(s.votes[server], vote.from)) } : { messages }
    })
    .action('become leader', 'A candidate with the votes of a majority leads its term.')
    .over('server', servers)
    .by(({ server }) => server)
    .says((before, { server }) => `${server} is the leader of term ${before.term[server]}`)
    .when((s, { server }) => s.role[server] === 'candidate' && s.votes[server].length >= quorum)
    .changes((s, { server }) => {
      const length = s.log[server].length
      const next = Object.assign({}, ...othersThan(server).map((other) => at(other, length)))
      const matched = Object.assign({}, ...othersThan(server).map((other) => at(other, 0)))
      return { role: at(server, 'leader'), next: at(server, next), matched: at(server, matched) }
    })
    .action('request', 'A client has a leader append a request of its own.')
    .over('server', servers)
    .by(({ server }) => server)
    .says((before, { server }) => `${server} appends request ${before.requested + 1} in term ${before.term[server]}`)
    .when((s, { server }) => s.role[server] === 'leader' && s.requested < requests)
    .changes((s, { server }) => ({
      log: at(server, append(s.log[server], { term: s.term[server], request: s.requested + 1 })),
      requested: s.requested + 1,
    }))
    .action(
      'send entries',
      'A leader sends the next entry, or none, to a follower that has answered what was sent before.',
    )
    .over('server', servers)
    .over('to', (_s, { server }) => othersThan(server))
    .by(({ server }) => server)
    .says((before, { server, to }) => `${server} sends ${to} what comes after entry ${before.next[server][to]}`)
    .when(
      (s, { server, to }) =>
        s.role[server] === 'leader' &&
        where(s.messages, { kind: 'append', from: server, to, term: s.term[server] }).length === 0 &&
        where(s.messages, { kind: 'appended', from: to, to: server }).every(({ term }) => term < s.term[server]),
    )
    .changes((s, { server, to }) => {
      const log = s.log[server]
      const after = s.next[server][to]
      const next = log[after]
      const entries = next === undefined ? [] : [next]
      const message: Message = {
        kind: 'append',
        from: server,
        to,
        term: s.term[server],
        after,
        afterTerm: termAt(log, after) ?? 0,
        entries,
        committed: Math.min(s.committed[server], after + entries.length),
      }
      return { messages: insert(s.messages, message) }
    })
    .action('append', 'A follower appends what it is sent, where its log agrees with the leader so far.')
    .over('server', servers)
    .over('message', (s, { server }) => where(s.messages, { kind: 'append', to: server }))
    .by(({ server }) => server)
    .says((before, { server, message }, after) => {
      const isChanged = before.log[server].length !== after.log[server].length
      return `${server} ${isChanged ? 'changes its log' : 'leaves its log as it is'} on a message of ${message.from}`
    })
    .changes((s, { server, message }) => {
      const { from, after, afterTerm, entries } = message
      const rest = removeOne(s.messages, message)
      const answer = (term: number, matched: number | null): Message => ({
        kind: 'appended',
        from: server,
        to: from,
        term,
        matched,
      })
      if (message.term < s.term[server]) return { messages: insert(rest, answer(s.term[server], null)) }
      const isNew = message.term > s.term[server]
      const joins = {
        role: at(server, 'follower' as const),
        ...(isNew && { term: at(server, message.term), votedFor: at(server, null) }),
      }
      const log = s.log[server]
      if (termAt(log, after) !== afterTerm) return { ...joins, messages: insert(rest, answer(message.term, null)) }
      const isThere = entries.every((entry, index) => log[after + index]?.term === entry.term)
      const matched = after + entries.length
      return {
        ...joins,
        ...(!isThere && {
          log: at(
            server,
            entries.reduce<Log>((all, entry) => append(all, entry), truncate(log, after)),
          ),
        }),
        committed: at(server, Math.max(s.committed[server], Math.min(message.committed, matched))),
        messages: insert(rest, answer(message.term, matched)),
      }
    })
    .action('note what was appended')
    .over('server', servers)
    .over('answer', (s, { server }) => where(s.messages, { kind: 'appended', to: server }))
    .by(({ server }) => server)
    .says((_before, { server, answer: { from, matched } }) => {
      return matched === null
        ? `${server} is refused by ${from}`
        : `${server} learns that ${from} has ${matched} entries`
    })
    .changes((s, { server, answer }) => {
      const { from, term, matched } = answer
      const messages = removeOne(s.messages, answer)
      if (term > s.term[server]) {
        return { messages, term: at(server, term), role: at(server, 'follower'), votedFor: at(server, null) }
      }
      if (term < s.term[server] || s.role[server] !== 'leader') return { messages }
      if (matched === null) {
        return { messages, next: at(server, at(from, Math.max(0, s.next[server][from] - 1))) }
      }
      return { messages, next: at(server, at(from, matched)), matched: at(server, at(from, matched)) }
    })
    .action('commit', 'A leader commits as many entries as a majority has, if the last of them is of its own term.')
    .over('server', servers)
    .by(({ server }) => server)
    .says((_before, { server }, after) => `${server} has committed ${after.committed[server]} entries`)
    .when((s, { server }) => s.role[server] === 'leader')
    .changes((s, { server }) => {
      const log = s.log[server]
      for (let length = log.length; length > s.committed[server]; length--) {
        const owners = 1 + othersThan(server).filter((other) => s.matched[server][other] >= length).length
        if (log[length - 1]?.term === s.term[server] && owners >= quorum) return { committed: at(server, length) }
      }
      return disabled
    })
    .always('one leader a term', servers, servers, (s, one, other) => {
      if (one === other || s.role[one] !== 'leader' || s.role[other] !== 'leader') return true
      return s.term[one] !== s.term[other]
    })
    .always('logs that agree in an entry agree before it', servers, servers, (s, one, other) => {
      const [first, second] = [s.log[one], s.log[other]]
      return first.every(
        (entry, index) => entry.term !== second[index]?.term || beginsWith(second, first.slice(0, index + 1)),
      )
    })
    .always('committed entries agree', servers, servers, (s, one, other) => {
      const both = Math.min(s.committed[one], s.committed[other])
      return beginsWith(s.log[other], s.log[one].slice(0, both))
    })
    .always('a leader has what is committed', servers, servers, (s, leader, other) => {
      if (s.role[leader] !== 'leader' || s.term[leader] < s.term[other]) return true
      return beginsWith(s.log[leader], s.log[other].slice(0, s.committed[other]))
    })
    .alwaysStep('what is committed stays', (before, { args: { server } }, after) => {
      const committed = before.log[server].slice(0, before.committed[server])
      return after.committed[server] >= before.committed[server] && beginsWith(after.log[server], committed)
    })
}

/** What keeps these promises, step by step, and what has to be possible. */
function specification(configuration: RaftConfiguration) {
  return specifyRaft(configuration)
    .always('a request is in a log once', servers, (s, server) =>
      s.log[server].every((entry, index) =>
        s.log[server].slice(0, index).every(({ request }) => request !== entry.request),
      ),
    )
    .alwaysStep('a leader does not stand for election', (before, { action, args }) => {
      return action !== 'stand for election' || before.role[args.server] !== 'leader'
    })
    .alwaysStep('a leader waits for an answer', (before, { action, args }) => {
      if (action !== 'send entries') return true
      return where(before.messages, { kind: 'append', to: args.to, term: before.term[args.server] }).length === 0
    })
    .alwaysStep('a message arrives once, and its receiver is in its term then', (_before, step, after) => {
      const message = received(step)
      if (message === null) return true
      return copies(after.messages, message) === 0 && after.term[step.args.server] >= message.term
    })
    .reachable('all servers commit a request', (s) => servers.every((server) => s.committed[server] > 0))
    .reachableStep('a follower drops an entry', (before, { args: { server } }, after) => {
      return !beginsWith(after.log[server], before.log[server])
    })
    .deadlockFree((s) => s.messages.length === 0 && !some(s.role, 'leader'))
}

/** The message that a step takes out of the bag. */
function received(step: { readonly args: object }): Message | null {
  const { request, vote, message, answer } = step.args as Partial<Record<string, Message>>
  return request ?? vote ?? message ?? answer ?? null
}

const sound = {
  'one leader a term': holds,
  'logs that agree in an entry agree before it': holds,
  'committed entries agree': holds,
  'a leader has what is committed': holds,
  'what is committed stays': holds,
  'a request is in a log once': holds,
  'a leader does not stand for election': holds,
  'a leader waits for an answer': holds,
  'a message arrives once, and its receiver is in its term then': holds,
  'no deadlock': holds,
} as const

const oneElection: RaftConfiguration = {
  lastTerm: 1,
  requests: 1,
  candidates: 1,
  firstLeader: null,
  votesOnce: true,
  comparesLogs: true,
}
const secondElection = { lastTerm: 2, requests: 2, candidates: 2, firstLeader: 's1' } as const

export const raft = suite('classic/raft', specification, oneElection)
  .scenario({
    title: '1 candidate, 1 request',
    expect: {
      ...sound,
      'all servers commit a request': reachable(14),
      'a follower drops an entry': unreachable,
    },
    counts: { distinct: 2_242, generated: 6_241, depth: 20 },
  })
  .scenario({
    title: '2 candidates',
    config: { candidates: 2, requests: 0 },
    expect: {
      ...sound,
      'all servers commit a request': unreachable,
      'a follower drops an entry': unreachable,
    },
    counts: { distinct: 1_096, generated: 4_045, depth: 18 },
    neighbour: '2 candidates, servers that vote for everybody',
  })
  .scenario({
    title: '2 candidates, servers that vote for everybody',
    about: 'A vote that is not remembered is given to the other candidate as well, and both have a majority.',
    config: { candidates: 2, requests: 0, votesOnce: false },
    maxDepth: 10,
    expect: {
      ...sound,
      'one leader a term': violated(9),
      'all servers commit a request': unreachable,
      'a follower drops an entry': unreachable,
    },
    counts: { distinct: 909, generated: 2_141, depth: 10 },
    neighbour: '2 candidates',
  })
  .scenario({
    title: 's1 leads, and another election',
    config: secondElection,
    maxDepth: 10,
    expect: {
      ...sound,
      'all servers commit a request': reachable(10),
      'a follower drops an entry': reachable(9),
    },
    counts: { distinct: 3_883, generated: 8_739, depth: 10 },
    neighbour: 's1 leads, and another election in which nobody compares logs',
  })
  .scenario({
    title: 's1 leads, and another election in which nobody compares logs',
    about: `
      Any two majorities have a server in common, which has what the first one committed. It has to refuse its vote to a
      candidate that has not, or the new leader goes without.
    `,
    config: { ...secondElection, comparesLogs: false },
    maxDepth: 10,
    expect: {
      ...sound,
      'a leader has what is committed': violated(10),
      'all servers commit a request': reachable(10),
      'a follower drops an entry': reachable(9),
    },
    counts: { distinct: 4_476, generated: 9_764, depth: 10 },
    neighbour: 's1 leads, and another election',
  })
  .accept({ finding: 'never-read', of: 'votes', because: 's3 never stands for election in these scenarios' })
  .accept({
    finding: 'branch-never-ran',
    of: 'the then side of `if (vote.term > s.term[server])`',
    because: 'no candidate hears of a later term from a voter within the bounds of these scenarios',
  })
  .accept({
    finding: 'branch-never-ran',
    of: 'the then side of `if (matched === null)`',
    because: 'no leader that still leads is refused within the bounds of these scenarios',
  })
