/** Ctrl-C: what is known so far is told before everything is cleaned up. */

/** `tell` runs when a signal ends the run. Gives a function that takes it back. */
export function whenInterrupted(tell: (signal: NodeJS.Signals) => void): () => void {
  const listeners = (
    [
      ['SIGINT', 2],
      ['SIGTERM', 15],
      ['SIGHUP', 1],
    ] as const
  ).map(([signal, number]) => {
    const listener = (): void => {
      try {
        tell(signal)
      } finally {
        // As a shell says it. What belongs to the run goes at the exit.
        process.exit(128 + number)
      }
    }
    process.prependListener(signal, listener)
    return [signal, listener] as const
  })
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}
