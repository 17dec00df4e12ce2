/** A DLedger group without its faults: elections, pushes, commits, and the producers that send to it. */
import { at, atAll, change, disabled, each, record, set, specify } from '../../language/index.ts'
import { budget } from '../../parts/faults.ts'
import { messagesFrom } from '../parts/send.ts'
import { aboutDLedger } from './about.ts'
import type { DLedgerConfiguration } from './configuration.ts'
import { answerTo, handleHeartBeat, parsed, type Vote, voteRequestOf } from './election.ts'
import { committedUpTo, type Entry, inTerm, type Member, type Message, type Node } from './member.ts'
import {
  type Append,
  appended,
  appending,
  compared,
  comparing,
  type Delayed,
  type Dispatcher,
  isRepeated,
  newDispatcher,
  quorumLength,
  type Truncation,
  truncated,
} from './replication.ts'
import { answered, isWaiting, unsent } from './sends.ts'
import { canForgetTerms, canTalk, isVoteOver, type Memory, settledBy } from './settled.ts'
import {
  answerText,
  commitSentence,
  comparedText,
  cutSentence,
  electionSentence,
  entryName,
  ledgerText,
  lengthText,
  timeoutSentence,
} from './words.ts'

/** Ghost: what was committed first at a place of the ledger, and by the leader of which term. */
export interface Committed extends Entry {
  readonly by: number
}

const allNodes: readonly Node[] = ['n0', 'n1', 'n2', 'n3', 'n4']

export function nodesOf({ nodes }: DLedgerConfiguration): readonly Node[] {
  return allNodes.slice(0, nodes)
}

/** `m1`, `m2`, …, in the order in which they are sent. */
export function messagesOf({ messages }: DLedgerConfiguration): readonly Message[] {
  return messagesFrom(1, messages)
}

export function termsOf({ terms }: DLedgerConfiguration): readonly number[] {
  return Array.from({ length: terms }, (_, index) => index + 1)
}

/**
 * Somebody leads term 1. A bare majority has voted for it, itself among them; the request for the vote of any other was late,
 * and that node heard of its leader before.
 */
function membersAtFirst(nodes: readonly Node[], leader: Node, voters: readonly Node[]) {
  const none = { ledger: [], committed: 0, durable: 0, dispatchedEarly: [] }
  return atAll(nodes, (node): Member => {
    const votedFor = voters.includes(node) ? leader : null
    return { role: node === leader ? 'leader' : 'follower', leaderId: leader, term: 1, votedFor, ...none }
  })
}

/** Every choice of some of these nodes. */
function choicesOf(nodes: readonly Node[]): readonly (readonly Node[])[] {
  return nodes.reduce<readonly (readonly Node[])[]>((all, node) => all.flatMap((some) => [some, [...some, node]]), [[]])
}

type Members = Readonly<Record<Node, Member>>

/** Whether a node leads, and serves producers as a master: it has committed all that it began its term with (B/dledger/DLedgerRoleChangeHandler). */
export function isMaster({ role, ledger, committed, term }: Member): boolean {
  if (role !== 'leader') return false
  if (ledger.length === committed) return true
  const last = ledger.at(-1)
  // A master alone takes messages: one of its own term says that it has become one.
  return last?.term === term && last.message !== null
}

const answers = ['arrives', 'is lost'] as const

interface Network {
  readonly member: Members
  readonly cut: Node | null
}

export const isReached = ({ member, cut }: Network, from: Node, to: Node): boolean =>
  member[to].role !== 'down' && canTalk(cut, from, to)

/** Whether an EntryDispatcher of a leader reaches an EntryHandler that answers: of a follower, whomever it follows. */
const pushes = ({ member, cut }: Network, leader: Node, to: Node): boolean =>
  member[leader].role === 'leader' && member[to].role === 'follower' && canTalk(cut, leader, to)

export function truncationOf(from: Node, { term, ledger, committed }: Member, { at: length }: Dispatcher): Truncation {
  return { from, term, length, entry: ledger[length - 1] as Entry, committed }
}

/** The next APPEND of a dispatcher. `previous` is null where nothing is before it. */
export function appendOf(from: Node, { term, ledger, committed }: Member, { at: index }: Dispatcher): Append {
  return { from, term, index, entry: ledger[index] as Entry, previous: ledger[index - 1] ?? null, committed }
}

export function protocol(config: DLedgerConfiguration, memory: Memory) {
  const nodes = nodesOf(config)
  const messages = messagesOf(config)
  const quorum = Math.floor(nodes.length / 2) + 1
  const { processCrash, powerCut, isolation, slowFollowers, connectionChange } = config
  const peersOf = (node: Node) => nodes.filter((other) => other !== node)
  const settled = settledBy(config, nodes, messages, termsOf(config), memory)
  const isFsynced = config.countedEntries === 'fsynced'
  const isTextbook = config.pushes === 'AppendEntries'
  const beginsAnew = config.candidateTerm === 'always a new one'

  const forgets = (powerCutsLeft: number) => memory === 'what can be read' && !canForgetTerms(config, powerCutsLeft)
  /** Nobody asks for votes in term 1 where every candidate begins a new term. */
  const areVotesOver = forgets(powerCut) && beginsAnew

  /** Whoever leads first, and whoever of the others has voted for it. */
  const starts = nodes.flatMap((leader) =>
    choicesOf(peersOf(leader))
      .filter((others) => others.length === quorum - 1)
      .map((others) => ({
        member: membersAtFirst(nodes, leader, areVotesOver ? [] : [leader, ...others]),
        dispatcher: atAll(nodes, (node) =>
          atAll(nodes, (peer) => (node === leader && peer !== leader ? newDispatcher : null)),
        ),
        ledBy: at(1, leader),
      })),
  )
  const first = starts[0] as (typeof starts)[number]

  /** What a leader counts as its own. An fsync that no power cut can tell from none takes no step. */
  const ownLength = (member: Member, powerCutsLeft: number) =>
    isFsynced && powerCutsLeft > 0 ? member.durable : member.ledger.length
  /** A follower that answers. Where it must have fsynced what it has, it has. */
  const answering = (member: Member, powerCutsLeft: number): Member =>
    isFsynced && powerCutsLeft > 0 ? { ...member, durable: member.ledger.length } : member

  return (
    specify('rocketmq/dledger', {
      member: each(nodes, (node) => record<Member>(first.member[node] as Member)),
      /** The EntryDispatchers of a leader; null of a node that has not led its term, and of a node for itself. */
      dispatcher: each(nodes, (node) => each(nodes, (peer) => first.dispatcher[node]?.[peer] ?? null)),
      sends: each(messages, unsent),
      /** The node that is cut off from the others. */
      cut: null as Node | null,
      /** A push that stayed behind on a connection: one that may cut a ledger. */
      delayed: null as Delayed | null,
      history: [] as readonly Committed[],
      /** Ghost: who led a term first. */
      ledBy: each(termsOf(config), (term) => (term === 1 ? 'n0' : null) as Node | null),
      faults: budget({ processCrash, powerCut, isolation, slowFollowers, connectionChange }),
    })
      .about(aboutDLedger)
      .startingFrom(starts)
      .symmetric(nodes)
      .derive('isMaster', nodes, (s, node) => isMaster(s.member[node]))

      // Elections (D/DLedgerLeaderElector).

      .action(
        'request votes',
        'A candidate asks itself and others for votes, in its term or in a new one (c.2, #maintainAsCandidate). A voter that does not know the term ' +
          'answers TERM_NOT_READY, takes part in it, and is asked again at once. With a quorum the candidate leads; refused by ' +
          'nodes that have voted it goes on to the next term; where too few answer, or one has a leader, or longer ledgers ' +
          'refuse, it asks again in the same term.',
      )
      .over('node', nodes)
      .over('asked', (s, { node }) =>
        s.member[node].role === 'candidate'
          ? choicesOf(peersOf(node).filter((peer) => isReached(s, node, peer))).map((asked) => set(asked))
          : [],
      )
      .by(({ node }) => node)
      .says((before, { node, asked }, after) => {
        const { term, votes } = ballot(before.member, node, asked)
        return electionSentence(node, term, votes, after.member[node])
      })
      .when((s, { node }) => !beginsAnew || s.member[node].term < config.terms)
      .changes((s, { node, asked }) => {
        const { term, votes, members } = ballot(s.member, node, asked)
        const outcome = parsed(votes, term, quorum)
        const own = members[node] ?? s.member[node]
        if (outcome === 'PASSED') {
          const isReady = own.ledger.at(-1)?.term === term || !config.enableFastAdvanceCommitIndex
          const ledger = isReady ? own.ledger : [...own.ledger, { term, message: null }]
          return settled(s, { ...members, ...at(node, change(own, { role: 'leader', leaderId: node, ledger })) })
        }
        if (outcome === 'REVOTE' || outcome.nextTerm > config.terms || (beginsAnew && outcome.nextTerm === term + 1)) {
          const isOver = forgets(s.faults.powerCut) && isVoteOver(config, nodes, node, (each) => s.member[each].term)
          const isAlone = Object.keys(members).every((each) => each === node && isOver && !beginsAnew)
          return isAlone ? disabled : settled(s, members)
        }
        return settled(s, { ...members, ...at(node, inTerm(own, outcome.nextTerm)) })
      })

      .action(
        'heartbeat',
        'A leader tells a node that it leads (c.2, #handleHeartBeat). The node follows it; one of a later term refuses.',
      )
      .over('leader', nodes)
      .over('to', (_s, { leader }) => peersOf(leader))
      .by(({ leader }) => leader)
      .says((before, { leader, to }) => `${to} follows ${leader} in term ${before.member[leader].term}`)
      .when((s, { leader, to }) => s.member[leader].role === 'leader' && isReached(s, leader, to))
      .changes((s, { leader, to }) => {
        const { member } = handleHeartBeat(s.member[to], leader, s.member[leader].term)
        return member === null ? disabled : settled(s, at(to, member))
      })

      .action(
        'step down',
        'A leader that no quorum follows becomes a candidate: of a later term, if it is told one, or else of its own after ' +
          'three heartbeats (c.2, #sendHeartbeats). As long as it has a quorum it takes no notice of later terms.',
      )
      .over('leader', nodes)
      .by(({ leader }) => leader)
      .says(
        (_before, { leader }, after) =>
          `${leader} has no quorum any more and becomes a candidate of term ${after.member[leader].term}`,
      )
      .when((s, { leader }) => s.member[leader].role === 'leader')
      .changes((s, { leader }) => {
        const { term } = s.member[leader]
        const reached = peersOf(leader).filter((peer) => isReached(s, leader, peer))
        const follows = reached.filter((peer) => handleHeartBeat(s.member[peer], leader, term).follows)
        if (follows.length + 1 >= quorum) return disabled
        const latest = Math.max(term, ...reached.map((peer) => s.member[peer].term))
        const own = s.member[leader]
        return settled(
          s,
          at(leader, latest > term ? inTerm(own, latest) : change(own, { role: 'candidate', leaderId: null })),
        )
      })

      // Producers (S/dledger/DLedgerCommitLog#asyncPutMessage).

      .action(
        'send',
        'A producer sends its next message, and a master appends it (c.2, D/DLedgerServer#handleAppend). The future waits for a quorum.',
      )
      .over('message', (s) => messages.filter((message) => s.sends[message]?.status === 'unsent').slice(0, 1))
      .over('node', nodes)
      .by('producer')
      .says((before, { message, node }) => {
        const { ledger, term } = before.member[node]
        return `${message} is appended by ${node} at index ${ledger.length}, in term ${term}, and waits for a quorum`
      })
      .when((s, { node }) => s.isMaster[node])
      .changes((s, { message, node }) => {
        const { ledger, term } = s.member[node]
        return {
          member: at(node, change(s.member[node], { ledger: [...ledger, { term, message }] })),
          sends: at(message, { status: 'waiting' as const, at: node, term }),
        }
      })

      .action(
        'quorum timeout',
        'An append of a leader that reaches no quorum is answered with an error after maxWaitAckTimeMs (2.5 s): WAIT_QUORUM_ACK_TIMEOUT ' +
          '(c.2, #checkResponseFuturesTimeout). The entry stays, and may be committed later.',
      )
      .over('message', messages)
      .given('node', (s, { message }) => s.sends[message]?.at)
      .by(({ node }) => node)
      .says((_before, { message, node }) => timeoutSentence(message, node, config.unansweredAppend))
      .when((s, { node }) => peersOf(node).filter((peer) => isReached(s, node, peer)).length + 1 < quorum)
      .changes((_s, { message }) => ({ sends: at(message, answered(config.unansweredAppend)) }))

      // Pushes (D/DLedgerEntryPusher$EntryDispatcher, $EntryHandler).

      .action(
        'push COMPARE',
        'A leader looks for the last entry that it has in common with a follower (c.2, #doCompare). The follower looks at the entry, and not at the term of the request.',
      )
      .over('leader', nodes)
      .over('to', (_s, { leader }) => peersOf(leader))
      .by(({ leader }) => leader)
      .says((before, { leader, to }, after) => {
        const [own, its] = [before.member[leader].ledger, before.member[to].ledger]
        return `COMPARE: ${to} has ${ledgerText(its)}, ${leader} has ${ledgerText(own)}: ${comparedText(after.dispatcher[leader][to])}`
      })
      .when(
        (s, { leader, to }) =>
          s.dispatcher[leader][to]?.phase === 'COMPARE' && pushes(s, leader, to) && s.member[leader].ledger.length > 0,
      )
      .changes((s, { leader, to }) => {
        const dispatcher = s.dispatcher[leader][to] as Dispatcher
        const [own, its] = [s.member[leader], s.member[to]]
        if (isTextbook && (its.term !== own.term || its.leaderId !== leader)) return disabled
        return {
          dispatcher: at(leader, at(to, compared(dispatcher, own.ledger, its.ledger, config.pushes))),
          member: at(to, answering(its, s.faults.powerCut)),
        }
      })

      .action(
        'push TRUNCATE',
        'A follower cuts what follows the last entry in common, and writes that entry anew where it has another (c.2, #doTruncate, ' +
          'D/store/file/DLedgerMmapFileStore#truncate). It checks role, term and leader. Without an answer the leader compares again.',
      )
      .over('leader', nodes)
      .over('to', (_s, { leader }) => peersOf(leader))
      .over('answer', answers)
      .by(({ leader }) => leader)
      .says(
        (before, { leader, to, answer }, after) =>
          `TRUNCATE: ${cutSentence(to, before.member[to], after.member[to])}${answerText(answer, leader)}`,
      )
      .when((s, { leader, to }) => s.dispatcher[leader][to]?.phase === 'TRUNCATE' && pushes(s, leader, to))
      .changes((s, { leader, to, answer }) => {
        const dispatcher = s.dispatcher[leader][to] as Dispatcher
        const after = truncated(
          s.member[to],
          truncationOf(leader, s.member[leader], dispatcher),
          config.truncatedCommittedIndex,
        )
        if (after === null)
          return answer === 'is lost' ? disabled : { dispatcher: at(leader, at(to, comparing(dispatcher))) }
        const isHeard = answer === 'arrives'
        return {
          member: at(to, isHeard ? answering(after, s.faults.powerCut) : after),
          dispatcher: at(leader, at(to, isHeard ? appending(dispatcher, dispatcher.at) : comparing(dispatcher))),
        }
      })

      .action(
        'push APPEND',
        'A leader sends a follower the next entry, with its committedIndex; the follower appends it to the page cache and answers ' +
          '(c.2, #doAppend). An entry that it has is answered again; one that does not fit makes the leader compare.',
      )
      .over('leader', nodes)
      .over('to', (_s, { leader }) => peersOf(leader))
      .over('answer', answers)
      .by(({ leader }) => leader)
      .says((before, { leader, to, answer }, after) => {
        const { ledger } = before.member[leader]
        const { at: index } = before.dispatcher[leader][to] as Dispatcher
        const phase = after.dispatcher[leader][to]?.phase
        return phase === 'COMPARE'
          ? `APPEND of ${entryName(ledger[index])} does not fit at ${to}: ${leader} will compare`
          : `APPEND: ${to} has ${entryName(ledger[index])} at index ${index}${answerText(answer, leader)}`
      })
      .when((s, { leader, to }) => {
        const dispatcher = s.dispatcher[leader][to]
        return dispatcher?.phase === 'APPEND' && pushes(s, leader, to) && dispatcher.at < s.member[leader].ledger.length
      })
      .changes((s, { leader, to, answer }) => {
        const dispatcher = s.dispatcher[leader][to] as Dispatcher
        const request = appendOf(leader, s.member[leader], dispatcher)
        const after = appended(s.member[to], request, config.pushes, config.truncatedCommittedIndex)
        if (after === 'INCONSISTENT_STATE')
          return answer === 'is lost' ? disabled : { dispatcher: at(leader, at(to, comparing(dispatcher))) }
        const has = after === 'repeated' ? s.member[to] : after
        const isOver = memory === 'what can be read' && powerCut === 0 && isRepeated(s.delayed, to, has)
        const delayed = isOver ? null : s.delayed
        if (answer === 'is lost') return after === 'repeated' ? disabled : { member: at(to, after), delayed }
        return {
          delayed,
          member: at(to, answering(has, s.faults.powerCut)),
          dispatcher: at(leader, at(to, appending(dispatcher, dispatcher.at + 1))),
        }
      })

      .action(
        'push COMMIT',
        'A leader that has nothing to append tells a follower its committedIndex (c.2, #doCommit).',
      )
      .over('leader', nodes)
      .over('to', (_s, { leader }) => peersOf(leader))
      .by(({ leader }) => leader)
      .says((_before, { to }, after) => `COMMIT: ${to} knows that ${lengthText(after.member[to].committed)} committed`)
      .when((s, { leader, to }) => {
        const dispatcher = s.dispatcher[leader][to]
        return (
          dispatcher?.phase === 'APPEND' && pushes(s, leader, to) && dispatcher.at === s.member[leader].ledger.length
        )
      })
      .changes((s, { leader, to }) => {
        const { term, committed } = s.member[leader]
        if (term < s.member[to].term) return disabled
        const { at: length } = s.dispatcher[leader][to] as Dispatcher
        return { member: at(to, committedUpTo(s.member[to], Math.min(committed, length))) }
      })

      .action(
        'commit',
        'A leader commits what a majority of watermarks covers, and answers the appends that wait for it (c.2, QuorumAckChecker#doWork): ' +
          'whatever the term of the entry in 0.3.1.2, only up to an entry of its own term since 0.4.0.',
      )
      .over('leader', nodes)
      .by(({ leader }) => leader)
      .says((before, { leader }, after) => {
        const acknowledged = messages.filter(
          (message) => before.sends[message]?.status === 'waiting' && after.sends[message]?.status === 'SEND_OK',
        )
        const { ledger, committed } = before.member[leader]
        const entries = ledger.slice(committed, after.member[leader].committed)
        return commitSentence(leader, entries, acknowledged)
      })
      .when((s, { leader }) => s.member[leader].role === 'leader')
      .changes((s, { leader }) => {
        const own = s.member[leader]
        const length = quorumLength([
          ownLength(own, s.faults.powerCut),
          ...peersOf(leader).map((peer) => s.dispatcher[leader][peer]?.watermark ?? 0),
        ])
        if (config.commitRule === 'of the current term only' && own.ledger[length - 1]?.term !== own.term)
          return disabled
        const after = committedUpTo(own, length)
        const acknowledged = messages.filter((message) => {
          const send = s.sends[message]
          if (!isWaiting(send, leader) || send.term !== own.term) return false
          return own.ledger.slice(0, length).some((entry) => entry.message === message)
        })
        if (after.committed === own.committed && acknowledged.length === 0) return disabled
        const committed = own.ledger
          .slice(s.history.length, after.committed)
          .map((entry) => ({ ...entry, by: own.term }))
        return {
          member: at(leader, after),
          sends: atAll(acknowledged, answered('SEND_OK', own.term)),
          ...(committed.length === 0 ? {} : { history: [...s.history, ...committed] }),
        }
      })

      .action(
        'flush',
        'An fsync of the ledger of a leader, before it counts what it has appended as its own (a repair; every 10 ms, and nobody waits for it, in DLedger).',
      )
      .over('leader', nodes)
      .by('disk')
      .says(
        (_before, { leader }, after) =>
          `the ledger of ${leader} is fsynced up to index ${after.member[leader].durable - 1}`,
      )
      .when(
        (s, { leader }) =>
          isFsynced &&
          s.member[leader].role === 'leader' &&
          s.faults.powerCut > 0 &&
          s.member[leader].durable < s.member[leader].ledger.length,
      )
      .changes((s, { leader }) => ({
        member: at(leader, change(s.member[leader], { durable: s.member[leader].ledger.length })),
      }))

      .action('heal', 'The node that was cut off reaches the others again.')
      .by('network')
      .says((before) => `${before.cut} reaches the others again`)
      .when((s) => s.cut !== null)
      .changes(() => ({ cut: null }))

      .action(
        'delayed push arrives',
        'A push that stayed behind on an old connection. The follower checks its term and its leader, which are the same (c.2, [D]).',
      )
      .given('delayed', (s) => s.delayed)
      .by(({ delayed }) => delayed.to)
      .says((before, { delayed: { to, type, request } }, after) => {
        return `the delayed ${type} of ${request.from} arrives: ${cutSentence(to, before.member[to], after.member[to])}`
      })
      .changes((s, { delayed }) => {
        const { to } = delayed
        const after =
          delayed.type === 'TRUNCATE'
            ? truncated(s.member[to], delayed.request, config.truncatedCommittedIndex)
            : appended(s.member[to], delayed.request, config.pushes, config.truncatedCommittedIndex)
        const isRefused = after === null || after === 'INCONSISTENT_STATE' || after === 'repeated'
        return { delayed: null, ...(isRefused ? {} : { member: at(to, after) }) }
      })
  )

  /** What a candidate and those whom it reaches answer, and what becomes of those who change. */
  function ballot(member: Members, node: Node, asked: readonly Node[]) {
    const candidate = beginsAnew ? inTerm(member[node], member[node].term + 1) : member[node]
    const request = voteRequestOf(node, candidate)
    const answers = [node, ...asked].map((voter) => ({
      voter,
      ...answerTo(voter === node ? candidate : member[voter], request, config.voteChecks),
    }))
    const votes: readonly Vote[] = answers.map(({ voter, result, term }) => ({ voter, result, term }))
    const changed = answers.flatMap((each) => (each.member === null ? [] : [[each.voter, each.member] as const]))
    return { term: candidate.term, votes, members: Object.fromEntries(changed) as Partial<Record<Node, Member>> }
  }
}
