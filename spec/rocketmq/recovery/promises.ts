/** What a recovered log promises, and what must be able to happen to it. */
import { every } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import type { Place } from '../parts/commit-log-file.ts'
import type { RecoveryConfiguration } from './configuration.ts'
import { protocol } from './protocol.ts'

interface Log {
  readonly cache: readonly Place[]
  readonly end: number
}

/** The messages of the log, as their heads say. */
function recordsOf({ cache, end }: Log): readonly (string | null)[] {
  return cache.slice(0, end).map(({ head }) => head)
}

const isCrash = (action: string): boolean => action === 'power cut' || action === 'process crash'

export function recovery(config: RecoveryConfiguration) {
  return (
    protocol(config)
      // Log after recovery ⊆ valid history: what an earlier recovery has cut off is not in the log before the crash.
      .alwaysStep('recovery keeps a prefix of the log', (before, step, after) => {
        if (!isCrash(step.action)) return true
        const old = recordsOf(before)
        return recordsOf(after).every((message, index) => message === old[index])
      })
      .always('a recovered record is as it was written', (s) =>
        s.cache.slice(0, s.end).every(({ head, rest }) => head === rest),
      )
      .alwaysStep('what is flushed outlives a crash', (before, step, after) => {
        if (!isCrash(step.action)) return true
        const kept = recordsOf(after)
        return recordsOf(before)
          .slice(0, before.flushed)
          .every((message, index) => message === kept[index])
      })
      .alwaysStep('an append changes nothing before it', (before, step, after) => {
        if (step.action !== 'append') return true
        const kept = recordsOf(after)
        return kept.length === before.end + 1 && recordsOf(before).every((message, index) => message === kept[index])
      })
      .alwaysStep('each message is appended once', (_before, step, after) =>
        step.action === 'append' ? after.cache.filter(({ head }) => head === step.args.message).length === 1 : true,
      )
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(
          before.faults,
          step.action === 'power cut' ? 'powerCut' : step.action === 'process crash' ? 'processCrash' : null,
          after.faults,
        ),
      )
      .deadlockFree((s) => s.sent === config.messages && s.flushed === s.end)

      .reachable('every message is in the log', (s) => s.end === config.messages)
      .reachable('every fault of the budget strikes', (s) => every(s.faults, 0))
      .reachableStep('a power cut takes a record and leaves one behind it', (before, step) =>
        step.action === 'power cut'
          ? step.args.left.some(
              ({ head }, index) =>
                head === null && index < before.end && (step.args.left[index + 1]?.head ?? null) !== null,
            )
          : false,
      )
      .reachableStep('a power cut tears the properties off a record', (_before, step) =>
        step.action === 'power cut' ? step.args.left.some(({ head, rest }) => head !== null && rest === null) : false,
      )
      .reachableStep(
        'a crash strikes behind an append to a truncated log',
        (before, step) => isCrash(step.action) && before.sent > before.end && before.end > 0,
      )
      .reachable(
        'a stale record begins at the end of the log',
        (s) => s.end > 0 && (s.cache[s.end]?.head ?? null) !== null,
      )
  )
}
