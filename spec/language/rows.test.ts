import { describe, expect, it } from 'vitest'
import { SpecError } from './errors.ts'
import { holds, reachable, unreachable, violated } from './expectation.ts'
import { upTo } from './faults.ts'
import { type Neighbour, type Row, rows } from './rows.ts'
import { specify } from './specify.ts'
import { suite } from './suite.ts'

interface Configuration {
  readonly flush: 'sync' | 'async'
  readonly mirror: boolean
  readonly powerCut: number
}

const disk = ({ powerCut }: Configuration) =>
  specify('disk', { left: powerCut })
    .action('cut')
    .when((s) => s.left > 0)
    .changes((s) => ({ left: s.left - 1 }))
    .always('no loss', (s) => s.left >= 0)
    .always('no repeat', (s) => s.left >= 0)
    .reachable('a cut strikes', (s) => s.left < powerCut)

type Promises = 'no loss' | 'no repeat' | 'a cut strikes'
type DiskRow = Row<Configuration, Promises>
type DiskNeighbour = Neighbour<Configuration, Promises>

const disks = () => suite('test/disk', disk, { flush: 'sync', mirror: false, powerCut: 0 } as Configuration)
const usual = { 'no loss': holds, 'no repeat': holds, 'a cut strikes': unreachable } as const
const row: DiskRow = { id: 'D01', title: 'one cut', headline: 'no loss', config: { powerCut: 1 } }
const asynchronous: DiskNeighbour = {
  title: 'asynchronous',
  but: { flush: 'async' },
  expect: { 'no loss': violated(2) },
}

const scenariosOf = (...table: readonly DiskRow[]) => rows(disks(), usual, table).scenarios

/** What JavaScript users may pass against the types. */
const wrong = <T>(value: unknown): T => value as T

describe('a row', () => {
  it('is a scenario that expects the usual wherever it says nothing else', () => {
    expect(scenariosOf({ ...row, expect: { 'a cut strikes': reachable(2) } })).toMatchObject([
      {
        id: 'D01',
        name: 'D01 one cut',
        configuration: { flush: 'sync', mirror: false, powerCut: 1 },
        expect: { 'no loss': holds, 'no repeat': holds, 'a cut strikes': reachable(2) },
        headline: 'no loss',
        neighbour: null,
      },
    ])
  })

  it('keeps size, faults, frontier, bound and about', () => {
    const counts = { distinct: 2, generated: 2, depth: 2 }
    const faults = { powerCut: upTo(1, 'power cut') }
    const frontier = { 'no loss': 'holds with any 1 power cut' }
    const [scenario] = scenariosOf({ ...row, about: ' Why. ', counts, faults, frontier, maxDepth: 4 })
    expect(scenario).toMatchObject({ about: 'Why.', counts, maxDepth: 4, faults: { frontier } })
  })

  it('leaves the suite it was added to as it was', () => {
    const before = disks()
    expect(rows(before, usual, [row]).scenarios).toHaveLength(1)
    expect(before.scenarios).toEqual([])
  })

  it('says what is wrong with it, as any scenario does', () => {
    expect(() => scenariosOf({ ...row, headline: wrong('no los') })).toThrow('did you mean "no loss"?')
    expect(() => scenariosOf({ ...row, expect: wrong({ 'no los': holds }) })).toThrow('expects something of "no los"')
    expect(() => scenariosOf(row, row)).toThrow('there are two scenarios named "D01 one cut"')
  })
})

describe('a neighbour', () => {
  it('is the scenario it stands beside but for its switch and for what it expects otherwise', () => {
    const beside = { ...row, expect: { 'a cut strikes': reachable(2) }, neighbours: [asynchronous] }
    expect(scenariosOf(beside)).toMatchObject([
      { name: 'D01 one cut', neighbour: 'asynchronous' },
      {
        id: null,
        name: 'asynchronous',
        configuration: { flush: 'async', mirror: false, powerCut: 1 },
        expect: { 'no loss': violated(2), 'no repeat': holds, 'a cut strikes': reachable(2) },
        headline: 'no loss',
        neighbour: 'D01 one cut',
      },
    ])
  })

  it('may be a row of the table too, and have a headline and neighbours of its own', () => {
    const mirrored: DiskNeighbour = { title: 'mirrored', but: { mirror: true }, expect: { 'no loss': holds } }
    const twice: DiskNeighbour = {
      id: 'D02',
      title: 'twice',
      but: { powerCut: 2 },
      headline: 'no repeat',
      expect: { 'no repeat': violated() },
    }
    const table = { ...row, neighbours: [{ ...asynchronous, neighbours: [mirrored] }, twice] }
    expect(scenariosOf(table).map(({ name, neighbour, headline }) => [name, neighbour, headline])).toEqual([
      ['D01 one cut', 'asynchronous', 'no loss'],
      ['asynchronous', 'D01 one cut', 'no loss'],
      ['mirrored', 'asynchronous', 'no loss'],
      ['D02 twice', 'D01 one cut', 'no repeat'],
    ])
    expect(scenariosOf(table)[2]?.configuration).toEqual({ flush: 'async', mirror: true, powerCut: 1 })
  })

  it.each<[string, object, string]>([
    ['no switch', { but: {} }, 'it names no switch'],
    ['nothing in place of one', { but: undefined }, 'it names no switch'],
    ['two switches', { but: { flush: 'async', powerCut: 2 } }, 'it turns several switches: flush, powerCut'],
    ['a switch that changes nothing', { but: { powerCut: 1 } }, 'its switch powerCut is as in "D01 one cut"'],
    [
      'the verdict of the scenario beside it',
      { expect: { 'no repeat': violated() } },
      'its headline "no loss" is expected to be "holds", as in "D01 one cut"',
    ],
  ])('is refused with %s', (_, change, message) => {
    const declare = () => scenariosOf({ ...row, neighbours: [wrong({ ...asynchronous, ...change })] })
    expect(declare).toThrow(SpecError)
    expect(declare).toThrow(message)
    expect(declare).toThrow(/^spec "test\/disk", neighbour "asynchronous"/)
  })
})
