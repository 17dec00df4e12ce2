/**
 * Paxos in Promela, our own translation of `spec/classic/paxos.ts`, packed by hand: one bit for each message that could
 * ever be sent, one atomic step per action instance, the promise as an assertion in the step that could break it.
 * Ballots are counted from 1, so that 0 is none; an acceptor's last vote is a number of its own, 0 for none.
 */
interface Vote {
  readonly ballot: number
  readonly value: number
}

const acceptors = [0, 1, 2] as const
const quorums = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const

export function paxosInPromela(valueCount: number, lastBallot: number): string {
  const ballots = numbers(lastBallot + 1)
  const values = numbers(valueCount)
  const proposals = ballots.flatMap((ballot) => values.map((value): Vote => ({ ballot, value })))
  const idOf = ({ ballot, value }: Vote): number => (ballot - 1) * valueCount + value
  const idCount = proposals.length + 1

  const promise = (from: number, ballot: number, vote: number | string): string =>
    `promise[${(from * ballots.length + ballot - 1) * idCount} + ${vote}]`
  const accept = (vote: Vote): string => `accept[${idOf(vote)}]`
  const accepted = (from: number, vote: Vote): string => `accepted[${from * idCount + idOf(vote)}]`

  /** The answers of two acceptors that leave the value free: each has told a vote, 0 for none, and the newest is for it. */
  const isFree = (ballot: number, value: number): string => {
    const told = [null, ...proposals.filter((vote) => vote.ballot < ballot)]
    const ways = quorums.flatMap((members) =>
      told.flatMap((first) =>
        told
          .filter((second) => leavesFree(first, second, value))
          .map((second) => members.map((from, index) => promise(from, ballot, number([first, second][index])))),
      ),
    )
    return any(ways.map((way) => `(${way.join(' && ')})`))
  }
  const number = (vote: Vote | null | undefined): number => (vote ? idOf(vote) : 0)

  const isChosen = (value: number): string =>
    any(
      ballots.flatMap((ballot) =>
        quorums.map((members) => `(${members.map((from) => accepted(from, { ballot, value })).join(' && ')})`),
      ),
    )
  const disagreements = values.flatMap((value) =>
    values.filter((other) => other > value).map((other) => `(${isChosen(value)} && ${isChosen(other)})`),
  )

  const steps = [
    ...ballots.map((ballot) => `!prepare[${ballot}] -> prepare[${ballot}] = 1`),
    ...acceptors.flatMap((from) =>
      ballots.map(
        (ballot) =>
          `prepare[${ballot}] && ${ballot} > promised[${from}] -> ` +
          `promised[${from}] = ${ballot}; ${promise(from, ballot, `voted[${from}]`)} = 1`,
      ),
    ),
    ...proposals.map((vote) => {
      const isProposed = any(values.map((value) => accept({ ballot: vote.ballot, value })))
      return `!${isProposed} && ${isFree(vote.ballot, vote.value)} -> ${accept(vote)} = 1`
    }),
    ...acceptors.flatMap((from) =>
      proposals.map(
        (vote) =>
          `${accept(vote)} && ${vote.ballot} >= promised[${from}] -> ` +
          `promised[${from}] = ${vote.ballot}; voted[${from}] = ${idOf(vote)}; ${accepted(from, vote)} = 1; ` +
          `assert(!${any(disagreements)})`,
      ),
    ),
  ]
  return [
    'byte promised[3];',
    'byte voted[3];',
    `bit prepare[${ballots.length + 1}];`,
    `bit promise[${acceptors.length * ballots.length * idCount}];`,
    `bit accept[${idCount}];`,
    `bit accepted[${acceptors.length * idCount}];`,
    'active proctype protocol() {',
    '  do',
    ...steps.map((step) => `  :: d_step { ${step} }`),
    '  od',
    '}',
    '',
  ].join('\n')
}

function leavesFree(first: Vote | null, second: Vote | null, value: number): boolean {
  const votes = [first, second].filter((vote) => vote !== null)
  const newest = Math.max(...votes.map(({ ballot }) => ballot))
  return votes.every((vote) => vote.ballot !== newest || vote.value === value)
}

function any(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'false' : `(${conditions.join(' || ')})`
}

/** 1 to `last`. */
function numbers(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}
