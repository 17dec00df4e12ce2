/** The terminal, or what stands in for it: the one way out for results (stdout) and for news about the run (stderr). */
import pc from 'picocolors'
import { programName } from './program-name.ts'

export type Colors = ReturnType<typeof pc.createColors>

export interface Output {
  /** Results, line by line. */
  readonly line: (text: string) => void
  /** News about the run, and errors. */
  readonly note: (text: string) => void
  readonly colors: Colors
  readonly width: number
  /** What a person types to run this program again. */
  readonly program: string
}

const narrowest = 60
/** Also the width in a pipe, where nothing is cut that fits. */
const widest = 140

/**
 * Colours are off with NO_COLOR, in a pipe and in a dumb terminal; FORCE_COLOR turns them on, and with 0 or false off.
 */
export function hasColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const forced = env.FORCE_COLOR ?? ''
  if ((env.NO_COLOR ?? '') !== '' || forced === '0' || forced === 'false') return false
  return forced !== '' || (isTerminal && env.TERM !== 'dumb')
}

/** `wantsColor` is false with `--no-color`. */
export function terminalOutput(wantsColor: boolean): Output {
  const { env, stdout, stderr } = process
  return {
    line: (text) => stdout.write(`${text}\n`),
    note: (text) => stderr.write(`${text}\n`),
    colors: pc.createColors(wantsColor && hasColor(env, stdout.isTTY === true)),
    width: Math.min(widest, Math.max(narrowest, stdout.columns ?? widest)),
    program: programName(process.argv[1] ?? 'ackproof', env),
  }
}
