/** `spec/classic/paxos-commit.ts` split by hand: one boolean for each message that could ever be sent. */
import { at, each, some, specify, suite } from '../../spec/language/index.ts'

const acceptors = ['a1', 'a2', 'a3'] as const
type Acceptor = (typeof acceptors)[number]
const quorums = [
  ['a1', 'a2'],
  ['a1', 'a3'],
  ['a2', 'a3'],
] as const
const outcomes = ['prepared', 'aborted'] as const
type Outcome = (typeof outcomes)[number]

/** An acceptor's last vote; null where it has never voted. */
type Vote = { readonly ballot: number; readonly outcome: Outcome } | null

const prepareKey = (manager: string, ballot: number): string => `prepare ${manager} ${ballot}`
const promiseKey = (manager: string, from: Acceptor, ballot: number, vote: Vote): string =>
  `promise ${manager} ${from} ${ballot} ${vote === null ? 'none' : `${vote.ballot}/${vote.outcome}`}`
const acceptKey = (manager: string, ballot: number, outcome: Outcome): string =>
  `accept ${manager} ${ballot}/${outcome}`
const acceptedKey = (manager: string, from: Acceptor, ballot: number, outcome: Outcome): string =>
  `accepted ${manager} ${from} ${ballot}/${outcome}`

interface Size {
  readonly managers: number
  readonly lastBallot: number
}

function specification({ managers: managerCount, lastBallot }: Size) {
  const managers = Array.from({ length: managerCount }, (_, index) => `rm${index + 1}`)
  const ballots = Array.from({ length: lastBallot + 1 }, (_, ballot) => ballot)
  const laterBallots = ballots.slice(1)
  const proposals = ballots.flatMap((ballot) => outcomes.map((outcome) => ({ ballot, outcome })))
  const votesBefore = (ballot: number): readonly Vote[] => [null, ...proposals.filter((each) => each.ballot < ballot)]
  const allVotes = ballots.flatMap((ballot) => quorums.map((quorum) => ({ ballot, quorum })))
  const evidence = managers.reduce<readonly (typeof allVotes)[]>(
    (ways) => ways.flatMap((way) => allVotes.map((votes) => [...way, votes])),
    [[]],
  )
  const messages = managers.flatMap((manager) => [
    ...laterBallots.map((ballot) => prepareKey(manager, ballot)),
    ...proposals.map(({ ballot, outcome }) => acceptKey(manager, ballot, outcome)),
    ...acceptors.flatMap((from) => [
      ...proposals.map(({ ballot, outcome }) => acceptedKey(manager, from, ballot, outcome)),
      ...laterBallots.flatMap((ballot) => votesBefore(ballot).map((vote) => promiseKey(manager, from, ballot, vote))),
    ]),
  ])

  return specify('Paxos commit, a boolean for each message', {
    phase: each(managers, 'working' as 'working' | 'prepared' | 'committed' | 'aborted'),
    promised: each(managers, each(acceptors, 0 as number)),
    votedIn: each(managers, each(acceptors, -1 as number)),
    votedFor: each(managers, each(acceptors, null as Outcome | null)),
    isSent: each([...messages, 'commit', 'abort'], false as boolean),
  })
    .action('announce')
    .over('manager', managers)
    .over('outcome', outcomes)
    .when((s, { manager }) => s.phase[manager] === 'working')
    .changes((_s, { manager, outcome }) => ({
      phase: at(manager, outcome),
      isSent: at(acceptKey(manager, 0, outcome), true),
    }))
    .action('open a ballot')
    .over('ballot', laterBallots)
    .over('manager', managers)
    .changes((_s, { ballot, manager }) => ({ isSent: at(prepareKey(manager, ballot), true) }))
    .action('promise')
    .over('acceptor', acceptors)
    .over('manager', managers)
    .over('ballot', laterBallots)
    .when(
      (s, { acceptor, manager, ballot }) =>
        s.isSent[prepareKey(manager, ballot)] === true && ballot > (s.promised[manager]?.[acceptor] ?? 0),
    )
    .changes((s, { acceptor, manager, ballot }) => {
      const outcome = s.votedFor[manager]?.[acceptor] ?? null
      const vote = outcome === null ? null : { ballot: s.votedIn[manager]?.[acceptor] ?? -1, outcome }
      return {
        promised: at(manager, at(acceptor, ballot)),
        isSent: at(promiseKey(manager, acceptor, ballot, vote), true),
      }
    })
    .action('propose')
    .over('ballot', laterBallots)
    .over('manager', managers)
    .over('quorum', quorums)
    .when(
      (s, { ballot, manager, quorum }) =>
        outcomes.every((outcome) => s.isSent[acceptKey(manager, ballot, outcome)] === false) &&
        quorum.every((from) =>
          votesBefore(ballot).some((vote) => s.isSent[promiseKey(manager, from, ballot, vote)] === true),
        ),
    )
    .changes((s, { ballot, manager, quorum }) => {
      const told = quorum.flatMap((from) =>
        votesBefore(ballot).filter((vote) => s.isSent[promiseKey(manager, from, ballot, vote)] === true),
      )
      const newest = told.reduce((best, vote) => ((vote?.ballot ?? -1) > (best?.ballot ?? -1) ? vote : best))
      return { isSent: at(acceptKey(manager, ballot, newest?.outcome ?? 'aborted'), true) }
    })
    .action('vote')
    .over('acceptor', acceptors)
    .over('manager', managers)
    .over('proposal', proposals)
    .when(
      (s, { acceptor, manager, proposal: { ballot, outcome } }) =>
        s.isSent[acceptKey(manager, ballot, outcome)] === true && ballot >= (s.promised[manager]?.[acceptor] ?? 0),
    )
    .changes((_s, { acceptor, manager, proposal: { ballot, outcome } }) => ({
      promised: at(manager, at(acceptor, ballot)),
      votedIn: at(manager, at(acceptor, ballot)),
      votedFor: at(manager, at(acceptor, outcome)),
      isSent: at(acceptedKey(manager, acceptor, ballot, outcome), true),
    }))
    .action('decide to commit')
    .over('evidence', evidence)
    .when((s, { evidence: votes }) =>
      votes.every(({ ballot, quorum }, index) =>
        quorum.every((from) => s.isSent[acceptedKey(managers[index] ?? '', from, ballot, 'prepared')] === true),
      ),
    )
    .changes(() => ({ isSent: at('commit', true) }))
    .action('decide to abort')
    .over('manager', managers)
    .over('votes', allVotes)
    .when((s, { manager, votes: { ballot, quorum } }) =>
      quorum.every((from) => s.isSent[acceptedKey(manager, from, ballot, 'aborted')] === true),
    )
    .changes(() => ({ isSent: at('abort', true) }))
    .action('learn of commit')
    .over('manager', managers)
    .when((s) => s.isSent.commit === true)
    .changes((_s, { manager }) => ({ phase: at(manager, 'committed') }))
    .action('learn of abort')
    .over('manager', managers)
    .when((s) => s.isSent.abort === true)
    .changes((_s, { manager }) => ({ phase: at(manager, 'aborted') }))
    .always('all or nothing', (s) => !(some(s.phase, 'committed') && some(s.phase, 'aborted')))
}

export const paxosCommitBooleans = suite('forms/paxos-commit-booleans', specification, { managers: 2, lastBallot: 1 })
