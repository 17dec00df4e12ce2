/**
 * `spec/classic/paxos.ts` with its messages read by closures, as one writes it who knows arrays only: whatever looks for
 * one message looks at all of them.
 */
import { at, each, insert, type SetOf, set, specify, suite } from '../../spec/language/index.ts'

const acceptors = ['a1', 'a2', 'a3'] as const
type Acceptor = (typeof acceptors)[number]
const quorums = [
  ['a1', 'a2'],
  ['a1', 'a3'],
  ['a2', 'a3'],
] as const

interface Prepare {
  readonly kind: 'prepare'
  readonly ballot: number
}
interface Answer {
  readonly kind: 'promise'
  readonly from: Acceptor
  readonly ballot: number
  readonly votedIn: number
  readonly votedFor: number | null
}
interface Accept {
  readonly kind: 'accept'
  readonly ballot: number
  readonly value: number
}
interface Accepted {
  readonly kind: 'accepted'
  readonly from: Acceptor
  readonly ballot: number
  readonly value: number
}
type Message = Prepare | Answer | Accept | Accepted
type Mail = SetOf<Message>

const requests = (mail: Mail) => mail.filter((message): message is Prepare => message.kind === 'prepare')
const proposals = (mail: Mail) => mail.filter((message): message is Accept => message.kind === 'accept')
const answersIn = (mail: Mail, ballot: number) =>
  mail.filter((message): message is Answer => message.kind === 'promise' && message.ballot === ballot)
const votes = (mail: Mail, ballot: number, value: number) =>
  mail.filter((message) => message.kind === 'accepted' && message.ballot === ballot && message.value === value)

function isFree(answers: readonly Answer[], value: number): boolean {
  return quorums.some((members) => {
    const within = answers.filter(({ from }) => members.some((member) => member === from))
    if (within.length < members.length) return false
    const newest = Math.max(...within.map(({ votedIn }) => votedIn))
    return newest === -1 || within.every(({ votedIn, votedFor }) => votedIn !== newest || votedFor === value)
  })
}

interface Size {
  readonly values: number
  readonly lastBallot: number
}

function specification({ values: valueCount, lastBallot }: Size) {
  const ballots = Array.from({ length: lastBallot + 1 }, (_, ballot) => ballot)
  const values = Array.from({ length: valueCount }, (_, index) => index + 1)
  const chosen = (mail: Mail): number =>
    values.filter((value) => ballots.some((ballot) => votes(mail, ballot, value).length >= 2)).length

  return specify('Paxos, messages in a set, read by closures', {
    promised: each(acceptors, -1 as number),
    votedIn: each(acceptors, -1 as number),
    votedFor: each(acceptors, null as number | null),
    mail: set<Message>(),
  })
    .action('prepare')
    .over('ballot', ballots)
    .when((s, { ballot }) => !requests(s.mail).some((request) => request.ballot === ballot))
    .changes((s, { ballot }) => ({ mail: insert(s.mail, { kind: 'prepare', ballot }) }))
    .action('promise')
    .over('acceptor', acceptors)
    .over('request', (s) => requests(s.mail))
    .when((s, { acceptor, request }) => request.ballot > s.promised[acceptor])
    .changes((s, { acceptor, request: { ballot } }) => {
      const votedIn = s.votedIn[acceptor]
      const votedFor = s.votedFor[acceptor]
      const answer: Answer = { kind: 'promise', from: acceptor, ballot, votedIn, votedFor }
      return { promised: at(acceptor, ballot), mail: insert(s.mail, answer) }
    })
    .action('propose')
    .over('ballot', ballots)
    .over('value', values)
    .when(
      (s, { ballot, value }) =>
        !proposals(s.mail).some((proposal) => proposal.ballot === ballot) && isFree(answersIn(s.mail, ballot), value),
    )
    .changes((s, { ballot, value }) => ({ mail: insert(s.mail, { kind: 'accept', ballot, value }) }))
    .action('vote')
    .over('acceptor', acceptors)
    .over('proposal', (s) => proposals(s.mail))
    .when((s, { acceptor, proposal }) => proposal.ballot >= s.promised[acceptor])
    .changes((s, { acceptor, proposal: { ballot, value } }) => ({
      promised: at(acceptor, ballot),
      votedIn: at(acceptor, ballot),
      votedFor: at(acceptor, value),
      mail: insert(s.mail, { kind: 'accepted', from: acceptor, ballot, value }),
    }))
    .always('agreement', (s) => chosen(s.mail) <= 1)
    .reachable('a value is chosen', (s) => chosen(s.mail) === 1)
}

export const paxosClosures = suite('forms/paxos-closures', specification, { values: 2, lastBallot: 1 })
