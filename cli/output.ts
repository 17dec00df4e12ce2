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

/** Colours are off with `--no-color`, with NO_COLOR, in a pipe and in a dumb terminal; FORCE_COLOR turns them on. */
export function terminalOutput(wantsColor: boolean): Output {
  const { env, stdout, stderr } = process
  const isForced = (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0'
  const isSuited = stdout.isTTY === true && env.TERM !== 'dumb'
  const hasColor = wantsColor && (env.NO_COLOR ?? '') === '' && (isForced || isSuited)
  return {
    line: (text) => stdout.write(`${text}\n`),
    note: (text) => stderr.write(`${text}\n`),
    colors: pc.createColors(hasColor),
    width: Math.min(widest, Math.max(narrowest, stdout.columns ?? widest)),
    program: programName(process.argv[1] ?? 'ackproof', env),
  }
}
