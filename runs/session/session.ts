/** Something that runs for a while: events as they come, a report at the end, and a way to end it early. */
import type { StopSignal } from '../port/stop-signal.ts'

/** What asks a run to end, as shells name it. */
export type EndingSignal = 'SIGINT' | 'SIGTERM'

export interface Session<Event, Report> extends AsyncIterable<Event> {
  /** Resolves when the last event has been given out, iterated or not. Rejects where a bug ended the body. */
  readonly report: Promise<Report>
  /** Asks for the end; what is running gives out what it has found. The first request stands. */
  stop(by?: EndingSignal): void
}

/** What the body of a session works with. */
export interface Stage<Event> {
  readonly emit: (event: Event) => void
  /** Aborted once the end is asked for. */
  readonly signal: StopSignal
  /** Who asked for the end, or null. */
  readonly endedBy: () => EndingSignal | null
}

/** Starts `body` at once. Events wait until they are taken; only the latest progress does. */
export function startSession<Event extends { readonly kind: string }, Report>(
  body: (stage: Stage<Event>) => Promise<Report>,
): Session<Event, Report> {
  const abort = new AbortController()
  const waiting: Event[] = []
  let endedBy: EndingSignal | null = null
  let isOver = false
  let wake: () => void = () => {}
  const emit = (event: Event): void => {
    if (event.kind === 'progress' && waiting.at(-1)?.kind === 'progress') waiting.pop()
    waiting.push(event)
    wake()
  }
  const report = body({ emit, signal: abort.signal, endedBy: () => endedBy }).finally(() => {
    isOver = true
    wake()
  })
  // Iterating meets the same rejection: one of the two is enough.
  report.catch(() => {})
  return {
    report,
    stop: (by = 'SIGINT') => {
      endedBy ??= by
      abort.abort()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const event = waiting.shift()
        if (event !== undefined) yield event
        else if (isOver) break
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
      await report
    },
  }
}
