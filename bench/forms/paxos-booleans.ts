/**
 * `spec/classic/paxos.ts` split by hand: one boolean for each message that could ever be sent. What reading a set by
 * pattern is measured against, and what nobody should have to write.
 */
import { at, each, specify, suite } from '../../spec/language/index.ts'

const acceptors = ['a1', 'a2', 'a3'] as const
type Acceptor = (typeof acceptors)[number]
const pairs = [
  ['a1', 'a2'],
  ['a1', 'a3'],
  ['a2', 'a3'],
] as const

/** An acceptor's last vote; null where it has never voted. */
type Vote = { readonly ballot: number; readonly value: number } | null

const prepareKey = (ballot: number): string => `prepare ${ballot}`
const promiseKey = (from: Acceptor, ballot: number, vote: Vote): string =>
  `promise ${from} ${ballot} ${vote === null ? 'none' : `${vote.ballot}/${vote.value}`}`
const acceptKey = (ballot: number, value: number): string => `accept ${ballot}/${value}`
const acceptedKey = (from: Acceptor, ballot: number, value: number): string => `accepted ${from} ${ballot}/${value}`

interface Size {
  readonly values: number
  readonly lastBallot: number
}

function specification({ values: valueCount, lastBallot }: Size) {
  const ballots = Array.from({ length: lastBallot + 1 }, (_, ballot) => ballot)
  const values = Array.from({ length: valueCount }, (_, index) => index + 1)
  const proposals = ballots.flatMap((ballot) => values.map((value) => ({ ballot, value })))
  const votesBefore = (ballot: number): readonly Vote[] => [null, ...proposals.filter((each) => each.ballot < ballot)]
  const messages = [
    ...ballots.map(prepareKey),
    ...proposals.map(({ ballot, value }) => acceptKey(ballot, value)),
    ...acceptors.flatMap((from) => [
      ...proposals.map(({ ballot, value }) => acceptedKey(from, ballot, value)),
      ...ballots.flatMap((ballot) => votesBefore(ballot).map((vote) => promiseKey(from, ballot, vote))),
    ]),
  ]

  return specify('Paxos, a boolean for each message', {
    promised: each(acceptors, -1 as number),
    votedIn: each(acceptors, -1 as number),
    votedFor: each(acceptors, null as number | null),
    isSent: each(messages, false as boolean),
  })
    .derive(
      'chosen',
      (s) =>
        values.filter((value) =>
          ballots.some(
            (ballot) => acceptors.filter((from) => s.isSent[acceptedKey(from, ballot, value)] === true).length >= 2,
          ),
        ).length,
    )
    .action('prepare')
    .over('ballot', ballots)
    .when((s, { ballot }) => s.isSent[prepareKey(ballot)] === false)
    .changes((_s, { ballot }) => ({ isSent: at(prepareKey(ballot), true) }))
    .action('promise')
    .over('acceptor', acceptors)
    .over('ballot', ballots)
    .when((s, { acceptor, ballot }) => ballot > s.promised[acceptor] && s.isSent[prepareKey(ballot)] === true)
    .changes((s, { acceptor, ballot }) => {
      const value = s.votedFor[acceptor]
      const vote = value === null ? null : { ballot: s.votedIn[acceptor], value }
      return { promised: at(acceptor, ballot), isSent: at(promiseKey(acceptor, ballot, vote), true) }
    })
    .action('propose')
    .over('ballot', ballots)
    .over('value', values)
    .when((s, { ballot, value }) => {
      if (values.some((other) => s.isSent[acceptKey(ballot, other)] === true)) return false
      const told = (from: Acceptor): Vote | undefined =>
        votesBefore(ballot).find((vote) => s.isSent[promiseKey(from, ballot, vote)] === true)
      return pairs.some(([one, other]) => {
        const first = told(one)
        if (first === undefined) return false
        const second = told(other)
        if (second === undefined) return false
        const newest = (first?.ballot ?? -1) > (second?.ballot ?? -1) ? first : second
        return newest === null || newest.value === value
      })
    })
    .changes((_s, { ballot, value }) => ({ isSent: at(acceptKey(ballot, value), true) }))
    .action('vote')
    .over('acceptor', acceptors)
    .over('ballot', ballots)
    .over('value', values)
    .when(
      (s, { acceptor, ballot, value }) => ballot >= s.promised[acceptor] && s.isSent[acceptKey(ballot, value)] === true,
    )
    .changes((_s, { acceptor, ballot, value }) => ({
      promised: at(acceptor, ballot),
      votedIn: at(acceptor, ballot),
      votedFor: at(acceptor, value),
      isSent: at(acceptedKey(acceptor, ballot, value), true),
    }))
    .always('agreement', (s) => s.chosen <= 1)
    .reachable('a value is chosen', (s) => s.chosen === 1)
}

export const paxosBooleans = suite('forms/paxos-booleans', specification, { values: 2, lastBallot: 1 })
