/** The commands as they are typed: what cannot be run is told in one line, and leaves nothing behind. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { versions } from '../classpath/versions.ts'
import { freePorts } from '../machine/ports.ts'
import { root } from './project.ts'

const program = join(root, 'dist', 'live', 'main.js')

interface Ran {
  readonly status: number | null
  readonly lines: readonly string[]
  /** What is left in the folder for temporary files. */
  readonly left: readonly string[]
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-commands-'))
  const env = { ...process.env, TMPDIR: folder, ...environment }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' })
  return { status, lines: `${stdout}${stderr}`.trimEnd().split('\n'), left: readdirSync(folder) }
}

/** A machine with a Java that says what this script says, and with a class path of every version. */
function machineWith(java: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-machine-'))
  const file = join(folder, 'java')
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = --version ]; then echo openjdk 21.0.1 2023-10-17; exit; fi\n${java}\n`)
  chmodSync(file, 0o755)
  const cache = join(folder, 'cache')
  for (const version of versions) {
    mkdirSync(join(cache, version, 'lib'), { recursive: true })
    writeFileSync(join(cache, version, 'lib', 'a.jar'), '')
  }
  return { PATH: `${folder}:${process.env.PATH}`, ACKPROOF_LIVE_CACHE: cache }
}

describe('what cannot be run', () => {
  it.each([
    ['reproduce', 'usage: npm run live -- reproduce ROW|TRACE'],
    ['reproduce ', 'usage: npm run live -- reproduce ROW|TRACE'],
    ['reproduce B2', 'there is no row "B2"; did you mean'],
    ['reproduce B02 --rocketmq 5.9.9', 'there is no version "5.9.9" of RocketMQ to run; expected one of 4.9.7'],
    ['reproduce B02 --rocketmq 5.4.0', 'row "B02 ASYNC_FLUSH, 1 power cut" is not expected of RocketMQ 5.4.0: since'],
    ['reproduce B02 --runs 0', '--runs is "0"; expected a whole number from 1 on'],
    ['reproduce B02 --json /no/such/folder/x.json', 'cannot write "/no/such/folder/x.json": ENOENT'],
    ['all --runs -1', "Option '--runs"],
    ['--quick B02', 'usage: npm run live -- --quick'],
    ['replay', 'usage: npm run live -- needs'],
  ])('is told: %s', (command, message) => {
    const { status, lines, left } = run(command.split(' '), machineWith('exit 1'))
    expect(lines).toEqual([expect.stringContaining(message)])
    expect([status, left]).toEqual([2, []])
  })

  it('is a range of ports that is none', () => {
    const { status, lines, left } = run(['reproduce', 'B03'], { ...machineWith('exit 1'), ACKPROOF_LIVE_PORTS: 'abc' })
    expect(lines.at(-1)).toBe(
      'ACKPROOF_LIVE_PORTS is "abc"; expected FIRST-LAST, two ports from 1024 to 65535, such as 21000-21099',
    )
    expect([status, left]).toEqual([2, []])
  })

  it('is a broker that dies at its start, with what it said last', () => {
    const json = join(mkdtempSync(join(tmpdir(), 'ackproof-json-')), 'run.json')
    const machine = machineWith('echo Error occurred during initialization of VM; exit 3')
    const { status, lines, left } = run(['reproduce', 'B03', '--json', json], machine)
    expect(lines.at(-1)).toMatch(/^\S+ died at its start \(exit code 3\): Error occurred during initialization of VM$/)
    expect([status, left]).toEqual([2, []])
  })

  it('is a port that is taken', async () => {
    const first = await freePorts(4)
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(first + 1, '127.0.0.1', resolve))
    const ports = `${first}-${first + 3}`
    const { status, lines, left } = run(['reproduce', 'B03'], { ...machineWith('exit 1'), ACKPROOF_LIVE_PORTS: ports })
    await new Promise((resolve) => server.close(resolve))
    expect(lines.at(-1)).toMatch(
      new RegExp(`ports in a row on 127.0.0.1 are needed, and not free in .*=${ports}; name others$`),
    )
    expect([status, left]).toEqual([2, []])
  })
})

it('is left out, and has not failed, where Java is missing', () => {
  const machine = machineWith('exit 1')
  for (const command of [['reproduce', 'B02'], ['--quick']]) {
    const { status, lines, left } = run(command, { ...machine, PATH: mkdtempSync(join(tmpdir(), 'ackproof-no-path-')) })
    expect(lines).toEqual(['skipped: java is not on the PATH, or older than 17'])
    expect([status, left]).toEqual([0, []])
  }
})
