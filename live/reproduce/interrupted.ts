/** However a run ends, what is known so far is told before everything is cleaned up. */

/** `tell` runs once: when the work is done, when it fails, or when a signal ends it. */
export async function toldAtTheEnd(
  work: () => Promise<void>,
  tell: (signal: NodeJS.Signals | null) => void,
): Promise<void> {
  const stopWatching = whenInterrupted(tell)
  try {
    await work()
  } finally {
    stopWatching()
    tell(null)
  }
}

/** `tell` runs when a signal ends the run. Gives a function that takes it back. */
function whenInterrupted(tell: (signal: NodeJS.Signals) => void): () => void {
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
