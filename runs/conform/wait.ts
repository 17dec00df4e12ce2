import type { StopSignal } from '../port/stop-signal.ts'

/** What was waited for did not come in time, so nothing is known. An adapter may throw it too. */
export class WaitRanOut extends Error {
  override readonly name = 'WaitRanOut'
}

/** Gives out what `work` gives, if it comes in time; rejects with `WaitRanOut` otherwise, and tells `work` so. */
export async function inTime<T>(
  work: (signal: StopSignal) => T | Promise<T>,
  {
    what,
    milliseconds,
    signal,
  }: { readonly what: string; readonly milliseconds: number; readonly signal: StopSignal | null },
): Promise<T> {
  const abort = new AbortController()
  let giveUp: (reason: string) => void = () => {}
  const ranOut = new Promise<never>((_, reject) => {
    giveUp = (reason) => reject(new WaitRanOut(`${what} ${reason}`))
  })
  const timer = setTimeout(() => giveUp(`took longer than ${milliseconds} ms`), milliseconds)
  const onStop = (): void => giveUp('was asked to end')
  signal?.addEventListener('abort', onStop)
  try {
    if (signal?.aborted === true) onStop()
    return await Promise.race([ranOut, (async () => work(abort.signal))()])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onStop)
    abort.abort()
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}
