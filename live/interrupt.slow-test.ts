/** What is left of a run that is ended from outside: nothing. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { whyNoBroker } from './classpath/class-path.ts'
import { defaultVersion } from './classpath/versions.ts'
import { removeLeftovers } from './machine/leftovers.ts'
import { runs } from './machine/programs.ts'
import { until } from './machine/wait.ts'

const program = fileURLToPath(new URL('../dist/live/main.js', import.meta.url))

/** Processes whose command line has a text in it. */
function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
    } catch {
      return false // It has ended.
    }
  })
}

it.for([
  ['boot', 'SIGINT', 130],
  ['boot', 'SIGTERM', 143],
  // Nobody can clean up then: programs die by themselves, and the next run removes the folder.
  ['boot', 'SIGKILL', null],
  ['reproduce B02', 'SIGINT', 130],
  ['validate rocketmq/store --runs 1 --seed interrupted --rocketmq 5.3.3', 'SIGINT', 130],
] as const)('of %s is nothing after a %s while the broker starts', async ([command, signal, exitCode], { skip }) => {
  const why = existsSync('/proc') ? whyNoBroker(defaultVersion) : 'there is no /proc'
  const isLeftRunning = signal === 'SIGKILL' && !runs('setpriv', '--pdeathsig', 'KILL', '--', 'true')
  if (why !== null || isLeftRunning) {
    process.stderr.write(`skipped: ${why ?? 'setpriv, which ends programs with us, is not on the PATH'}\n`)
    return skip()
  }
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-interrupt-'))
  const keep = command.startsWith('validate') ? ['--keep', mkdtempSync(join(tmpdir(), 'ackproof-kept-'))] : []
  const child = spawn(process.execPath, [program, ...command.split(' '), ...keep], {
    env: { ...process.env, TMPDIR: folder },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const programs = command === 'boot' ? 2 : 1
  // Before that, programs of `validate` are those that find out what this machine can do.
  const isAtWork = (): boolean => !command.startsWith('validate') || said.includes('a broker is at work')
  const hasPrograms = (): boolean => isAtWork() && processesWith(folder).length >= programs
  await until('the programs', () => hasPrograms() || said.startsWith('skipped'), { patience: 90_000 })
  child.kill(signal)
  expect(await ended).toBe(said.startsWith('skipped') ? 0 : exitCode)
  await until('their end', () => processesWith(folder).length === 0, { patience: 10_000 })
  if (signal === 'SIGKILL') expect(removeLeftovers(folder)).toHaveLength(1)
  expect(readdirSync(folder)).toEqual([])
  if (said.startsWith('skipped')) return
  if (command.startsWith('reproduce')) expect(said).toMatch(/nothing was carried out\n$/)
  if (command.startsWith('validate')) expect(said).toMatch(/a broker is at work\nrocketmq\/store: 0 logs, .*\n$/)
})
