/** An engine, a line that shows progress, and signals that end what is running: for as long as a command runs. */
import { ThreadEngine } from '../node/thread-engine.ts'
import type { EndingSignal, Session } from '../runs/session/session.ts'
import { StatusLine } from './status-line.ts'

export interface Running {
  readonly engine: ThreadEngine
  /** Null where progress is not to be shown. */
  readonly status: StatusLine | null
  /** Looks on while a session runs, and gives its report; a signal ends the session, a second one at once. */
  readonly follow: <Event, Report>(session: Session<Event, Report>, onEvent: (event: Event) => void) => Promise<Report>
}

export async function withEngine<T>(
  settings: { readonly memoryLimitBytes: number; readonly isQuiet: boolean },
  note: (text: string) => void,
  body: (running: Running) => Promise<T>,
): Promise<T> {
  const engine = new ThreadEngine(settings.memoryLimitBytes)
  const status = settings.isQuiet ? null : new StatusLine(process.stderr, performance.now())
  const follow: Running['follow'] = async (session, onEvent) => {
    let isEnding = false
    const onSignal = (name: NodeJS.Signals): void => {
      status?.clear()
      if (isEnding) engine.endNow()
      else note('ending the run; once more to end it at once')
      isEnding = true
      session.stop(name as EndingSignal)
    }
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
    try {
      for await (const event of session) onEvent(event)
      return await session.report
    } finally {
      status?.clear()
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    }
  }
  try {
    return await body({ engine, status, follow })
  } finally {
    status?.clear()
    await engine.close()
  }
}
