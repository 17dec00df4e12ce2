/** The thread that explores and the line that shows progress, for as long as something is run; signals end it. */

import { ScenarioRunner } from '../node/thread-engine.ts'
import type { EndingSignal } from '../runs/exit-code.ts'
import { StatusLine } from './status-line.ts'

export interface Running {
  readonly runner: ScenarioRunner
  /** Null where nobody wants to see any progress. */
  readonly status: StatusLine | null
  /** The signal that asks for the end, or null. */
  readonly signal: () => EndingSignal | null
}

/** Runs `body`, which has to look at the signal between two runs; what is running is asked to end by itself. */
export async function withRunner<T>(
  settings: { readonly memoryLimitBytes: number; readonly isQuiet: boolean },
  note: (text: string) => void,
  body: (running: Running) => Promise<T>,
): Promise<{ readonly value: T; readonly signal: EndingSignal | null }> {
  const runner = new ScenarioRunner(settings.memoryLimitBytes)
  const status = settings.isQuiet ? null : new StatusLine(process.stderr, performance.now())
  let signal: EndingSignal | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    status?.clear()
    if (signal === null) note('ending the run; once more to end it at once')
    signal ??= name as EndingSignal
    runner.stop()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    const value = await body({ runner, status, signal: () => signal })
    return { value, signal }
  } finally {
    status?.clear()
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    await runner.close()
  }
}
