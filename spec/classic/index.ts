/** Textbook specifications whose results are published: a tutorial for the reader, an oracle for the checker. */
import type { AnySuite } from '../language/index.ts'
import { alternatingBit } from './alternating-bit.ts'
import { asynchronousInterface } from './asynchronous-interface.ts'
import { counters } from './counters.ts'
import { dieHard } from './die-hard.ts'
import { diningPhilosophers } from './dining-philosophers.ts'
import { hourClock } from './hour-clock.ts'
import { increment } from './increment.ts'
import { lightsOut } from './lights-out.ts'
import { missionariesAndCannibals } from './missionaries.ts'
import { pancakes } from './pancakes.ts'
import { permutations } from './permutations.ts'
import { peterson } from './peterson.ts'
import { singleCopyRegister } from './single-copy-register.ts'
import { slidingPuzzle } from './sliding-puzzle.ts'
import { terminationDetection } from './termination-detection.ts'
import { toggles } from './toggles.ts'
import { transactionCommit } from './transaction-commit.ts'
import { twoPhaseCommit } from './two-phase-commit.ts'

/** In the order in which a reader new to the language should meet them. */
export const classicSuites: readonly AnySuite[] = [
  hourClock,
  dieHard,
  missionariesAndCannibals,
  asynchronousInterface,
  increment,
  peterson,
  transactionCommit,
  twoPhaseCommit,
  alternatingBit,
  singleCopyRegister,
  diningPhilosophers,
  terminationDetection,
  toggles,
  counters,
  permutations,
  pancakes,
  slidingPuzzle,
  lightsOut,
]
