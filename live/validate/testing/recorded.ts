/** Logs of real brokers that were kept, and what is forged of them. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Forgery } from '../../recording/forgery.ts'
import type { AnyRecording } from '../../recording/recording.ts'
import { hold } from '../hold.ts'
import { logSuiteNamed } from '../log-suites.ts'
import { recordingsIn } from '../recording-file.ts'

const folder = fileURLToPath(new URL('../recorded/', import.meta.url))

/** The shortest first. */
export const recorded: readonly AnyRecording[] = readdirSync(folder)
  .flatMap((name) => recordingsIn(join(folder, name)))
  .sort((left, right) => left.seen.length - right.seen.length)

export function forgedOf(suite: string, kind: string): readonly Forgery<AnyRecording>[] {
  const own = recorded.filter((recording) => recording.suite === suite)
  return own.flatMap((recording) => logSuiteNamed(suite).forge(recording)).filter((each) => each.kind === kind)
}

/** Where a forged log is refuted, or the verdict where it is not; with what was said of it. */
export function refutedAt({ recording, why }: Forgery<AnyRecording>): {
  readonly at: number | string
  readonly text: string
} {
  const { validation } = hold(logSuiteNamed(recording.suite), recording)
  const text = `${recording.version}, run ${recording.run}: ${why}\n${validation.text}`
  return { at: validation.verdict === 'refuted' ? validation.at : validation.verdict, text }
}
