/** One Java program: started, killed, stopped, held, started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { ClassPath } from '../classpath/class-path.ts'
import { belongs } from '../machine/belongings.ts'
import { javaVersion } from '../machine/java.ts'
import { runs } from '../machine/programs.ts'
import { type Patience, until } from '../machine/wait.ts'

export interface JavaProgram {
  /** For files and messages. */
  readonly name: string
  readonly mainClass: string
  readonly options: readonly string[]
  readonly classPath: ClassPath
  /** What it writes beside its data: output, logs, what it takes for the user's home. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** Megabytes of heap, and of memory outside of it. */
  readonly heap: number
  readonly directMemory: number
  /** Options of the JVM besides ours. */
  readonly flags?: readonly string[]
}

/** The end of a program that was to go on. */
export class DiedAtStart extends Error {
  override readonly name = 'DiedAtStart'
}

let processes = 0

export class JavaProcess {
  readonly program: JavaProgram
  readonly #java = javaVersion()
  /** Among those of this run. */
  readonly #number = ++processes
  #process: ChildProcess | null = null
  #exit: Promise<string> = Promise.resolve('never started')
  #release: () => void = () => {}
  #runs = 0
  #outputFile = ''

  constructor(program: JavaProgram) {
    this.program = program
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error(`${this.program.name} does not run`)
    return pid
  }

  get isRunning(): boolean {
    return this.#process !== null
  }

  /** All that this run has printed. */
  get output(): string {
    return existsSync(this.#outputFile) ? readFileSync(this.#outputFile, 'utf8') : ''
  }

  /** How the last run ended, once it has. */
  get ended(): Promise<string> {
    return this.#exit
  }

  /**
   * Starts the program, and waits until it prints a line with `readyWhen`. Gives the milliseconds that this took. Throws
   * `DiedAtStart`, and `WaitRanOut`; the program is gone then.
   */
  async start(readyWhen: string, patience: Patience = { patience: 60_000 }): Promise<number> {
    if (this.#process !== null) throw new Error(`${this.program.name} runs already`)
    const began = performance.now()
    this.#spawn()
    try {
      await until(
        `${this.program.name} to be ready`,
        () => this.output.includes(readyWhen) || !this.isRunning,
        patience,
      )
      if (!this.output.includes(readyWhen)) {
        throw new DiedAtStart(`${this.program.name} died at its start (${await this.#exit}): ${lastWords(this.output)}`)
      }
      return performance.now() - began
    } catch (error) {
      await this.kill()
      throw error
    }
  }

  /** As `kill -9`. Nothing that it holds in memory is written any more; what it wrote is with the operating system. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.#exit
    // It may have been in the middle of it.
    rmSync(this.#newArchive, { force: true })
  }

  /** Asks it to end, as an administrator does. After `patience` milliseconds it is killed, and this throws `WaitRanOut`. */
  async stop(patience = 30_000): Promise<void> {
    this.#signal('SIGTERM')
    try {
      await until(`${this.program.name} to stop`, () => !this.isRunning, { patience })
    } catch (error) {
      await this.kill()
      throw error
    }
    this.#keepArchive()
  }

  /** Nothing of it moves until `resume`. */
  pause(): void {
    this.#signal('SIGSTOP')
  }

  resume(): void {
    this.#signal('SIGCONT')
  }

  #signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  #spawn(): void {
    const { name, folder, environment } = this.program
    mkdirSync(folder, { recursive: true })
    this.#outputFile = join(folder, `${name}-${++this.#runs}.txt`)
    const output = openSync(this.#outputFile, 'w')
    const command = [...untilWeDie(), 'java', ...this.#options()]
    const child = spawn(command[0] ?? '', command.slice(1), {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    this.#process = child
    this.#release = belongs(() => child.kill('SIGKILL'))
    this.#exit = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#process = null
        this.#release()
        resolve(how)
      }
      child.once('error', (error) => end(error.message))
      child.once('exit', (code, signal) => end(signal === null ? `exit code ${code}` : signal))
    })
  }

  #options(): readonly string[] {
    const { mainClass, options, classPath, folder, heap, directMemory, flags = [] } = this.program
    return [
      // One tier of compilation and one thread of collection: for a life of seconds anything more is start-up time.
      ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xss512k', '-Xms32m', `-Xmx${heap}m`],
      ...[`-XX:MaxDirectMemorySize=${directMemory}m`, '-Xshare:auto', '-Xlog:disable'],
      ...this.#archiveOptions(),
      // RocketMQ unmaps its files through classes that are closed to it since Java 16.
      ...['java.nio', 'sun.nio.ch', 'java.lang', 'jdk.internal.ref'].map(
        (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
      ),
      ...['-Dtls.server.mode=disabled', '-Djava.net.preferIPv4Stack=true', `-Duser.home=${folder}`],
      ...flags,
      ...['-cp', classPath.jars.join(':'), mainClass, ...options],
    ]
  }

  /** An archive of loaded classes more than halves the start. The first run that is stopped in order leaves one. */
  #archiveOptions(): readonly string[] {
    if (existsSync(this.#archive)) return [`-XX:SharedArchiveFile=${this.#archive}`]
    // Agents in the JVM change classes, or keep it from making an archive.
    return this.program.flags === undefined ? [`-XX:ArchiveClassesAtExit=${this.#newArchive}`] : []
  }

  /** Of this Java: any other leaves it aside. */
  get #archive(): string {
    const program = this.program.mainClass.split('.').at(-1)
    return join(this.program.classPath.folder, `${program}-${this.#java}.jsa`)
  }

  get #newArchive(): string {
    return `${this.#archive}.${process.pid}-${this.#number}`
  }

  #keepArchive(): void {
    if (!existsSync(this.#newArchive)) return
    if (existsSync(this.#archive)) rmSync(this.#newArchive)
    else renameSync(this.#newArchive, this.#archive)
  }
}

/** Where the system can: a program that dies with us, even if we are killed and can clean up nothing. */
let words: readonly string[] | undefined
function untilWeDie(): readonly string[] {
  const setpriv = ['setpriv', '--pdeathsig', 'KILL', '--']
  words ??= runs('setpriv', ...setpriv.slice(1), 'true') ? setpriv : []
  return words
}

function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^\s*\.\.\. /.test(line))
  return (
    lines
      .slice(-3)
      .map((line) => line.trim())
      .join(' / ') || 'it printed nothing'
  )
}
