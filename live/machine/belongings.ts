/**
 * What lives outside of this process and has to go when it ends, however it ends: processes, mounted disks, folders. They are
 * given back in the order opposite to that in which they were taken, at the latest when Node exits or a signal ends it.
 */

const taken = new Set<() => void>()
let isWatching = false

/** `release` is called at the exit, unless the function that this gives was called before: that one releases at once. */
export function belongs(release: () => void): () => void {
  watch()
  taken.add(release)
  return () => {
    if (taken.delete(release)) release()
  }
}

/** Takes all of it away. What fails is not allowed to keep the rest. */
export function releaseAll(): void {
  for (const release of [...taken].reverse()) {
    taken.delete(release)
    try {
      release()
    } catch {
      // It is gone already, or nothing can be done about it.
    }
  }
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  process.on('exit', releaseAll)
  // 128 and the number of the signal, as a shell says it. Handlers of an exit run only if we exit ourselves.
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => process.exit(128 + number))
  }
}
