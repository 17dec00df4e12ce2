/** The suites that ship, each loaded by itself: whoever checks one of them need not wait for the others. */
import type { AnySuite } from '../spec/language/index.ts'
import type { ObservedBreak } from '../spec/language/observed-break.ts'

/** By name, in the order of the catalog. */
const loaders: Readonly<Record<string, () => Promise<AnySuite>>> = {
  'classic/hour-clock': async () => (await import('../spec/classic/hour-clock.ts')).hourClock,
  'classic/die-hard': async () => (await import('../spec/classic/die-hard.ts')).dieHard,
  'classic/missionaries': async () => (await import('../spec/classic/missionaries.ts')).missionariesAndCannibals,
  'classic/asynchronous-interface': async () =>
    (await import('../spec/classic/asynchronous-interface.ts')).asynchronousInterface,
  'classic/increment': async () => (await import('../spec/classic/increment.ts')).increment,
  'classic/peterson': async () => (await import('../spec/classic/peterson.ts')).peterson,
  'classic/transaction-commit': async () => (await import('../spec/classic/transaction-commit.ts')).transactionCommit,
  'classic/two-phase-commit': async () => (await import('../spec/classic/two-phase-commit.ts')).twoPhaseCommit,
  'classic/two-phase-commit-symmetric': async () =>
    (await import('../spec/classic/two-phase-commit-symmetric.ts')).twoPhaseCommitSymmetric,
  'classic/system-loop': async () => (await import('../spec/classic/system-loop.ts')).systemLoop,
  'classic/wheel': async () => (await import('../spec/classic/wheel.ts')).wheel,
  'classic/wheel-that-remembers': async () => (await import('../spec/classic/wheel.ts')).wheelThatRemembers,
  'classic/cat-puzzle': async () => (await import('../spec/classic/cat-puzzle.ts')).catPuzzle,
  'classic/coffee-can': async () => (await import('../spec/classic/coffee-can.ts')).coffeeCan,
  'classic/prisoners': async () => (await import('../spec/classic/prisoners.ts')).prisoners,
  'classic/one-bit-mutex': async () => (await import('../spec/classic/one-bit-mutex.ts')).oneBitMutex,
  'classic/dining-philosophers': async () =>
    (await import('../spec/classic/dining-philosophers.ts')).diningPhilosophers,
  'classic/leader-election': async () => (await import('../spec/classic/leader-election.ts')).leaderElection,
  'classic/readers-writers': async () => (await import('../spec/classic/readers-writers.ts')).readersWriters,
  'classic/token-ring': async () => (await import('../spec/classic/token-ring.ts')).tokenRing,
  'classic/two-phase-commit-refinement': async () =>
    (await import('../spec/classic/two-phase-commit-refinement.ts')).twoPhaseCommitRefinement,
  'classic/two-phase-commit-progress': async () =>
    (await import('../spec/classic/two-phase-commit-progress.ts')).twoPhaseCommitProgress,
  'classic/alternating-bit-contract': async () =>
    (await import('../spec/classic/alternating-bit-contract.ts')).alternatingBitContractSuite,
  'classic/alternating-bit': async () => (await import('../spec/classic/alternating-bit.ts')).alternatingBit,
  'classic/alternating-bit-composed': async () =>
    (await import('../spec/classic/alternating-bit-composed.ts')).alternatingBitComposed,
  'classic/paxos': async () => (await import('../spec/classic/paxos.ts')).paxos,
  'classic/paxos-commit': async () => (await import('../spec/classic/paxos-commit.ts')).paxosCommit,
  'classic/raft': async () => (await import('../spec/classic/raft.ts')).raft,
  'classic/single-copy-register': async () =>
    (await import('../spec/classic/single-copy-register.ts')).singleCopyRegister,
  'classic/ordered-delivery': async () => (await import('../spec/classic/ordered-delivery.ts')).orderedDelivery,
  'classic/idempotent-consumer': async () =>
    (await import('../spec/classic/idempotent-consumer.ts')).idempotentConsumer,
  'classic/outbox': async () => (await import('../spec/classic/outbox.ts')).outbox,
  'classic/lease': async () => (await import('../spec/classic/lease.ts')).lease,
  'classic/partitioned-register': async () =>
    (await import('../spec/classic/partitioned-register.ts')).partitionedRegister,
  'classic/replicated-log': async () => (await import('../spec/classic/replicated-log.ts')).replicatedLog,
  'classic/termination-contract': async () =>
    (await import('../spec/classic/termination-contract.ts')).terminationContractSuite,
  'classic/termination-detection': async () =>
    (await import('../spec/classic/termination-detection.ts')).terminationDetection,
  'classic/toggles': async () => (await import('../spec/classic/toggles.ts')).toggles,
  'classic/counters': async () => (await import('../spec/classic/counters.ts')).counters,
  'classic/permutations': async () => (await import('../spec/classic/permutations.ts')).permutations,
  'classic/pancakes': async () => (await import('../spec/classic/pancakes.ts')).pancakes,
  'classic/sliding-puzzle': async () => (await import('../spec/classic/sliding-puzzle.ts')).slidingPuzzle,
  'classic/lights-out': async () => (await import('../spec/classic/lights-out.ts')).lightsOut,
  'rocketmq/transaction': async () => (await import('../spec/rocketmq/transaction/rows.ts')).transactionSuite,
  'rocketmq/check-rounds': async () => (await import('../spec/rocketmq/check-rounds/rows.ts')).checkRoundsSuite,
  'rocketmq/check-listener': async () => (await import('../spec/rocketmq/check-listener/rows.ts')).checkListenerSuite,
  'rocketmq/reused-offsets': async () => (await import('../spec/rocketmq/reused-offsets/rows.ts')).reusedOffsetsSuite,
  'rocketmq/transaction-broker': async () =>
    (await import('../spec/rocketmq/transaction-broker/rows.ts')).transactionBrokerSuite,
  'rocketmq/store': async () => (await import('../spec/rocketmq/store/rows.ts')).storeSuite,
  'rocketmq/recovery': async () => (await import('../spec/rocketmq/recovery/rows.ts')).recoverySuite,
  'rocketmq/replication': async () => (await import('../spec/rocketmq/replication/rows.ts')).replicationSuite,
  'rocketmq/dledger': async () => (await import('../spec/rocketmq/dledger/rows.ts')).dledgerSuite,
  'rocketmq/controller': async () => (await import('../spec/rocketmq/controller/rows.ts')).controllerSuite,
  'rocketmq/queue-contract': async () => (await import('../spec/rocketmq/contracts/queue-rows.ts')).queueContractSuite,
  'rocketmq/publishing-contract': async () =>
    (await import('../spec/rocketmq/contracts/publishing-rows.ts')).publishingContractSuite,
}

export const builtInNames: readonly string[] = Object.keys(loaders)

export function loadBuiltIn(name: string): Promise<AnySuite> {
  const load = loaders[name]
  if (load === undefined) throw new Error(`unreachable: there is no built-in suite "${name}"`)
  return load()
}

/** What real systems have shown of a suite that ships. */
export async function observedOf(name: string): Promise<readonly ObservedBreak[]> {
  if (!name.startsWith('rocketmq/')) return []
  const { observedOnBrokers } = await import('../spec/rocketmq/observed.ts')
  return observedOnBrokers.filter(({ suite }) => suite === name)
}
