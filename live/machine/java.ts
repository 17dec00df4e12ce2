/** The Java on the PATH. */
import { spawnSync } from 'node:child_process'

/** Archives of classes that a program leaves at its end came with 13; 17 is the first lasting release after it. */
const oldest = 17

/** As it names itself, `17.0.15`; null where there is none, or one so old that it does not. */
export function javaVersion(): string | null {
  const { status, stdout } = spawnSync('java', ['--version'], { encoding: 'utf8' })
  return status === 0 ? (/\d+(\.\d+)*/.exec(stdout)?.[0] ?? null) : null
}

/** Null where it can run brokers; otherwise what is missing, in one line. */
export function whyNoJava(): string | null {
  const version = javaVersion()
  if (version === null) return `java is not on the PATH, or older than ${oldest}`
  return Number(version.split('.')[0]) >= oldest ? null : `java ${version} is on the PATH; ${oldest} or later is needed`
}
