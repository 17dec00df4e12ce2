/**
 * Textbook specifications: a tutorial for the reader and, where their results are published, an oracle for the checker.
 */
import type { AnySuite } from '../language/index.ts'
import { alternatingBit } from './alternating-bit.ts'
import { alternatingBitComposed } from './alternating-bit-composed.ts'
import { alternatingBitContractSuite } from './alternating-bit-contract.ts'
import { asynchronousInterface } from './asynchronous-interface.ts'
import { catPuzzle } from './cat-puzzle.ts'
import { coffeeCan } from './coffee-can.ts'
import { counters } from './counters.ts'
import { dieHard } from './die-hard.ts'
import { diningPhilosophers } from './dining-philosophers.ts'
import { hourClock } from './hour-clock.ts'
import { idempotentConsumer } from './idempotent-consumer.ts'
import { increment } from './increment.ts'
import { leaderElection } from './leader-election.ts'
import { lease } from './lease.ts'
import { lightsOut } from './lights-out.ts'
import { missionariesAndCannibals } from './missionaries.ts'
import { oneBitMutex } from './one-bit-mutex.ts'
import { orderedDelivery } from './ordered-delivery.ts'
import { outbox } from './outbox.ts'
import { pancakes } from './pancakes.ts'
import { partitionedRegister } from './partitioned-register.ts'
import { paxos } from './paxos.ts'
import { paxosCommit } from './paxos-commit.ts'
import { permutations } from './permutations.ts'
import { peterson } from './peterson.ts'
import { prisoners } from './prisoners.ts'
import { raft } from './raft.ts'
import { readersWriters } from './readers-writers.ts'
import { replicatedLog } from './replicated-log.ts'
import { singleCopyRegister } from './single-copy-register.ts'
import { slidingPuzzle } from './sliding-puzzle.ts'
import { systemLoop } from './system-loop.ts'
import { terminationContractSuite } from './termination-contract.ts'
import { terminationDetection } from './termination-detection.ts'
import { toggles } from './toggles.ts'
import { tokenRing } from './token-ring.ts'
import { transactionCommit } from './transaction-commit.ts'
import { twoPhaseCommit } from './two-phase-commit.ts'
import { twoPhaseCommitProgress } from './two-phase-commit-progress.ts'
import { twoPhaseCommitRefinement } from './two-phase-commit-refinement.ts'
import { twoPhaseCommitSymmetric } from './two-phase-commit-symmetric.ts'
import { wheel, wheelThatRemembers } from './wheel.ts'

/** In the order in which a reader new to the language should meet them. `node/built-in.ts` has each by its name. */
export const classicSuites: readonly AnySuite[] = [
  hourClock,
  dieHard,
  missionariesAndCannibals,
  asynchronousInterface,
  increment,
  peterson,
  transactionCommit,
  twoPhaseCommit,
  twoPhaseCommitSymmetric,
  systemLoop,
  wheel,
  wheelThatRemembers,
  catPuzzle,
  coffeeCan,
  prisoners,
  oneBitMutex,
  diningPhilosophers,
  leaderElection,
  readersWriters,
  tokenRing,
  twoPhaseCommitRefinement,
  twoPhaseCommitProgress,
  alternatingBitContractSuite,
  alternatingBit,
  alternatingBitComposed,
  paxos,
  paxosCommit,
  raft,
  singleCopyRegister,
  orderedDelivery,
  idempotentConsumer,
  outbox,
  lease,
  partitionedRegister,
  replicatedLog,
  terminationContractSuite,
  terminationDetection,
  toggles,
  counters,
  permutations,
  pancakes,
  slidingPuzzle,
  lightsOut,
]
