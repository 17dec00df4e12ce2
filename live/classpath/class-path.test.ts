import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Missing } from '../machine/missing.ts'
import { classPath, whyNoBroker } from './class-path.ts'

let cache: string
let programs: string

/** The only programs on the PATH are those that a test puts there. */
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'ackproof-cache-'))
  programs = mkdtempSync(join(tmpdir(), 'ackproof-path-'))
  vi.stubEnv('ACKPROOF_LIVE_CACHE', cache)
  vi.stubEnv('PATH', programs)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

function program(name: string, script: string): void {
  const file = join(programs, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
}

it('says which program is missing, Maven only where the class path is not there yet', () => {
  expect(whyNoBroker('5.3.3')).toBe('java is not on the PATH, or older than 17')
  program('java', 'echo openjdk 11.0.2 2019-01-15')
  expect(whyNoBroker('5.3.3')).toBe('java 11.0.2 is on the PATH; 17 or later is needed')
  program('java', 'echo openjdk 21.0.1 2023-10-17')
  expect(whyNoBroker('5.3.3')).toBe(
    `the class path of RocketMQ 5.3.3 is not in ${cache}, and mvn, which would fetch it, is not on the PATH`,
  )
  mkdirSync(join(cache, '5.3.3', 'lib'), { recursive: true })
  expect(whyNoBroker('5.3.3')).toBeNull()
})

it('has the jars in one order, and fetches them once', () => {
  // The last argument names the folder for the jars.
  program(
    'mvn',
    'for last; do :; done; folder=$(echo "$last" | /usr/bin/cut -d= -f2); : > "$folder/b.jar"; : > "$folder/a.jar"',
  )
  const lib = join(cache, '4.9.7', 'lib')
  expect(classPath('4.9.7').jars).toEqual([join(lib, 'a.jar'), join(lib, 'b.jar')])
  program('mvn', 'exit 1')
  expect(classPath('4.9.7').jars).toHaveLength(2)
})

it('leaves nothing behind when Maven cannot fetch, and says the first thing that Maven says', () => {
  program('mvn', 'echo "[ERROR] no such host"; echo "[ERROR] [Help 1] read this"; exit 1')
  expect(() => classPath('5.4.0')).toThrow(Missing)
  expect(() => classPath('5.4.0')).toThrow(
    /^Maven cannot fetch the class path of RocketMQ 5\.4\.0: .*: \[ERROR\] no such host$/,
  )
  expect(existsSync(cache) && readdirSync(cache)).toEqual([])
})
