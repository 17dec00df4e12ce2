/** An engine of one thread or more, a line that shows progress, and signals that end what goes on: for as long as a command runs. */
import { EnginePool } from '../node/engine-pool.ts'
import { patienceFor } from '../node/patience.ts'
import { exitCodeOf } from '../runs/session/exit-code.ts'
import type { EndingSignal, Session } from '../runs/session/session.ts'
import { Interrupted } from './interrupted.ts'
import { StatusLine } from './status-line.ts'

export interface Running {
  readonly engine: EnginePool
  /** Null where nobody wants to see any progress. */
  readonly status: StatusLine | null
  /** The signal that asks for the end, or null. */
  readonly endedBy: () => EndingSignal | null
  /** Looks on while a session runs, and gives its report; a signal ends the session, a second one at once. */
  readonly follow: <Event, Report>(session: Session<Event, Report>, onEvent: (event: Event) => void) => Promise<Report>
}

interface Settings {
  readonly memoryLimitBytes: number
  readonly isQuiet: boolean
  /** How many threads explore side by side. */
  readonly workers?: number
  /** How long one scenario may take, and so one function or one file; null where nobody says. */
  readonly timeLimitSeconds?: number | null
}

/** Throws `Interrupted` where a signal comes before anything is run. */
export async function withEngine<T>(
  { memoryLimitBytes, isQuiet, workers = 1, timeLimitSeconds = null }: Settings,
  note: (text: string) => void,
  body: (running: Running) => Promise<T>,
): Promise<T> {
  const engine = new EnginePool(workers, memoryLimitBytes, patienceFor(timeLimitSeconds))
  const status = isQuiet ? null : new StatusLine(process.stderr, performance.now())
  let endedBy: EndingSignal | null = null
  let isRun = false
  let onFirst: (signal: EndingSignal) => void = () => engine.endNow()
  const onSignal = (name: NodeJS.Signals): void => {
    status?.clear()
    if (endedBy === null) {
      endedBy = name as EndingSignal
      note('ending the run; once more to end it at once')
      onFirst(endedBy)
    } else if (isRun) process.exit(exitCodeOf([], endedBy))
    else engine.endNow()
  }
  const follow: Running['follow'] = async (session, onEvent) => {
    onFirst = (signal) => session.stop(signal)
    if (endedBy !== null) session.stop(endedBy)
    for await (const event of session) onEvent(event)
    isRun = true
    onFirst = () => {}
    status?.clear()
    return session.report
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    return await body({ engine, status, endedBy: () => endedBy, follow })
  } catch (error) {
    if (endedBy !== null && !isRun) throw new Interrupted(endedBy)
    throw error
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    status?.clear()
    await engine.close()
  }
}
