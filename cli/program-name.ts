/** What a person types to run this program again. */
import { basename, relative } from 'node:path'
import { shellWord } from '../reporters/shell-word.ts'

/**
 * `npx ackproof` where npm runs it, `ackproof` where it is a command of its own, else `node` with the script.
 * `script` is as in `process.argv[1]`.
 */
export function programName(script: string, env: Readonly<Record<string, string | undefined>>): string {
  if (env.npm_command !== undefined) return 'npx ackproof'
  if (basename(script).replace(/\.(cmd|ps1|exe)$/, '') === 'ackproof') return 'ackproof'
  const fromHere = relative(process.cwd(), script)
  return `node ${shellWord(fromHere.length < script.length ? fromHere : script)}`
}
