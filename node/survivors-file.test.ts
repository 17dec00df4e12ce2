import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutation } from '../checker/mutation/mutation.ts'
import type { Fate, SuiteMutants } from '../runs/mutate/mutant.ts'
import { differences, updatedSurvivors } from '../runs/mutate/survivors.ts'
import { readSurvivors, writeSurvivors } from './survivors-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'ackproof-test-'))

function suiteWith(fates: Readonly<Record<string, Fate>>): SuiteMutants {
  const mutants = Object.entries(fates).map(([action, fate]) => ({
    mutation: mutation('never-fires', action),
    fate,
    where: null,
  }))
  return { suite: 'tests/s', argument: 'tests/s', baselines: [], leftOut: [], mutants }
}

describe('the file of survivors', () => {
  const none = { unknown: [], gone: [], unexplained: [] }
  const known = { 'tests/s': { 'a: never fires': 'because', 'b: never fires': 'because' }, other: { x: 'y' } }

  it('differs by what survives and is not in it, and by what is in it and does not survive', () => {
    expect(differences([suiteWith({ a: 'survived', b: 'undecided' })], known)).toEqual(none)
    expect(differences([suiteWith({ a: 'killed', b: 'survived', c: 'survived', d: 'undecided' })], known)).toEqual({
      unknown: [
        { suite: 'tests/s', id: 'c: never fires' },
        { suite: 'tests/s', id: 'd: never fires' },
      ],
      gone: [{ suite: 'tests/s', id: 'a: never fires' }],
      unexplained: [],
    })
    expect(differences([suiteWith({ a: 'changes nothing' })], known).gone.map(({ id }) => id)).toEqual([
      'a: never fires',
      'b: never fires',
    ])
  })

  it('is not contradicted by mutants that were not run', () => {
    expect(differences([suiteWith({ a: 'not run', b: 'survived' })], known)).toEqual(none)
    expect(differences([suiteWith({ a: 'not run', b: 'not run' })], known)).toEqual(none)
  })

  it('wants a reason for each', () => {
    const silent = { 'tests/s': { 'a: never fires': '', 'b: never fires': ' ' } }
    expect(differences([suiteWith({ a: 'survived', b: 'not run' })], silent)).toEqual({
      ...none,
      unexplained: [{ suite: 'tests/s', id: 'a: never fires' }],
    })
  })

  it('keeps reasons and other suites when it is brought up to date', () => {
    expect(updatedSurvivors([suiteWith({ b: 'survived', c: 'undecided', a: 'killed' })], known)).toEqual({
      'tests/s': { 'b: never fires': 'because', 'c: never fires': '' },
      other: { x: 'y' },
    })
  })

  it('does not list a suite of which nothing survives', () => {
    expect(updatedSurvivors([suiteWith({ a: 'killed', b: 'changes nothing' })], known)).toEqual({ other: { x: 'y' } })
  })

  it('is read as it was written', () => {
    const path = join(folder, 'known.json')
    writeSurvivors(path, known)
    expect(readSurvivors(path, false)).toEqual(known)
    expect(readFileSync(path, 'utf8')).toMatch(/^\{\n {2}"version": 1,\n[\s\S]*\n$/)
  })

  it.each([
    ['not json', 'cannot read'],
    ['[]', 'it is not a list of survivors; expected {"version": 1, "survivors": {"SUITE": {"ID OF A MUTANT": '],
    ['{"tests/s": {"a": "without a version"}}', 'it is not a list of survivors; expected {"version": 1,'],
    ['{"version": 1, "survivors": {"tests/s": ["a"]}}', 'it is not a list of survivors'],
    ['{"version": 1, "survivors": {"tests/s": {"a": 1}}}', 'it is not a list of survivors'],
    ['{"version": 1, "survivors": []}', 'it is not a list of survivors'],
    ['{"version": 1}', 'it is not a list of survivors'],
    ['{"version": 2, "survivors": {}}', 'wrong.json" has version 2; this ackproof reads version 1'],
  ])('is refused with what was expected: %s', (text, message) => {
    const path = join(folder, 'wrong.json')
    writeFileSync(path, text)
    expect(() => readSurvivors(path, false)).toThrow(message)
  })

  it('must be there, unless it is about to be written', () => {
    const path = join(folder, 'nowhere.json')
    expect(() => readSurvivors(path, false)).toThrow('no such file')
    expect(readSurvivors(path, true)).toEqual({})
    expect(() => writeSurvivors(join(folder, 'no', 'folder.json'), {})).toThrow('cannot write')
  })
})
