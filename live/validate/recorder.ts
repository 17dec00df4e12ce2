/** Logs of random work: those that were kept are taken again, others are made on a broker. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { workFolder } from '../machine/work-folder.ts'
import { Chance } from '../recording/chance.ts'
import type { Batch, Progress } from '../recording/live-work.ts'
import type { AnyRecording } from '../recording/recording.ts'
import { keepLogs, nameOf, requireFolder } from './kept-logs.ts'
import type { LogSuite } from './log-suites.ts'
import { recordingsIn } from './recording-file.ts'

type Wanted = Omit<Batch, 'folder' | 'chance' | 'watch'>

/** Logs are kept, and progress is told, so often while a broker is at work. */
const parts = 4

export class Recorder {
  readonly #suite: LogSuite
  readonly #keep: string
  /** What the broker that is at work has been seen to do so far, and the name of the file for it. */
  #atWork: { readonly file: string; readonly recordings: Progress['recordings'] } | null = null

  /** Throws a UsageError where nothing can be kept in the folder. */
  constructor(suite: LogSuite, keep: string) {
    this.#suite = suite
    this.#keep = keep
    requireFolder(keep)
  }

  /** `tell` is told, in percent, how much of the work is done. Rejects with what ended the work before its time. */
  async recordings(wanted: Wanted, tell: (percent: number) => void): Promise<readonly AnyRecording[]> {
    const { version, seed, runs, sources } = wanted
    const file = `${nameOf(this.#suite.name, version)}-${seed}-${runs[0]}.json`
    const kept = existsSync(join(this.#keep, file)) ? recordingsIn(join(this.#keep, file)) : []
    if (kept.length === runs.length && kept.every((each) => each.sources === sources)) return kept
    const made = await this.#made(wanted, file, tell)
    keepLogs(this.#keep, file, made)
    return made
  }

  async #made(wanted: Wanted, file: string, tell: (percent: number) => void): Promise<readonly AnyRecording[]> {
    const { version, seed, runs } = wanted
    const work = workFolder()
    tell(0)
    let told = 0
    const watch = ({ done, of, recordings }: Progress): void => {
      this.#atWork = { file, recordings }
      const part = Math.floor((done * parts) / of)
      if (part === told || done === of) return
      told = part
      this.#keepUnfinished()
      tell((part * 100) / parts)
    }
    try {
      const chance = new Chance([this.#suite.name, version, seed, ...runs].join(' '))
      const made = await this.#suite.work({ ...wanted, folder: work.path, chance, watch })
      this.#atWork = null
      rmSync(join(this.#unfinished, file), { force: true })
      return made
    } finally {
      work.remove()
    }
  }

  get #unfinished(): string {
    return join(this.#keep, 'unfinished')
  }

  /** Logs of work that will not come to its end are logs. Gives the file; null where there are none. */
  takeUnfinished(): string | null {
    const file = this.#keepUnfinished()
    this.#atWork = null
    return file
  }

  #keepUnfinished(): string | null {
    const seen = this.#atWork?.recordings().filter((each) => each.seen.length > 0) ?? []
    if (this.#atWork === null || seen.length === 0) return null
    return keepLogs(this.#unfinished, this.#atWork.file, seen)
  }
}
