import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sarifProblems } from '../../reporters/formats/testing/validators.ts'
import { ackproof, type Ended, folderWith } from './run-ackproof.ts'

/** A round of ballots with all messages in one set, looked at by closures in every form. */
const source = `import { has, holds, insert, set, specify, suite } from 'ackproof'
import { isReady } from './messages.ts'

type Offer = { readonly kind: 'offer'; readonly from: number }
type Yes = { readonly kind: 'yes'; readonly from: number; readonly round: number }
type Message = Offer | Yes
const members = [1, 2, 3, 4, 5, 6]
const voters = [1, 2, 3, 4, 5]

const isYes = (message: Message): message is Yes => message.kind === 'yes'
const sent = (s: { readonly mail: readonly Message[] }, isWanted: (message: Message) => boolean) =>
  s.mail.filter(isWanted)

function countOf(mail: readonly Message[], round: number): number {
  return mail
    .filter(isYes)
    .filter((yes) => yes.round === round).length
}

const ballots = specify('ballots', { mail: set<Message>() })
  .action('offer').over('from', members)
  .when((s, { from }) => !s.mail.some((message) => message.kind === 'offer' && message.from === from))
  .changes((s, { from }) => ({ mail: insert(s.mail, { kind: 'offer', from }) }))
  .action('agree').over('from', voters).over('round', [1, 2])
  .when((s, { from }) => !has(s.mail, { kind: 'yes', from, round: 1 }) && !has(s.mail, { kind: 'yes', from, round: 2 }))
  .changes((s, { from, round }) => ({ mail: insert(s.mail, { kind: 'yes', from, round }) }))
  .always('at most all', (s) => countOf(s.mail, 1) <= 5)
  .always('six offers', (s) => {
    let offers = 0
    for (const message of s.mail) {
      if (message.kind !== 'offer') continue
      offers++
    }
    return offers <= members.length
  })
  .always('few', (s) => sent(s, (message) => message.kind === 'yes' && message.round === 2).length <= 5)
  .always('small', (s) => s.mail.length <= 11)
  .always('imported', (s) => s.mail.filter(isReady).length <= 6)
  .deadlockFree(() => true)

export default suite('ballots', ballots).scenario({
  title: 'six members',
  expect: { 'at most all': holds, 'six offers': holds, few: holds, small: holds, imported: holds, 'no deadlock': holds },
})
`
const files = {
  'ballots.ack.ts': source,
  'messages.ts': `export const isReady = (message: { readonly kind: string }) => message.kind === 'offer'\n`,
}

function placeOf(text: string): string {
  const before = source.slice(0, source.indexOf(text)).split('\n')
  return `ballots.ack.ts:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

const expected = [
  {
    at: placeOf('some((message)'),
    instead: "where(s.mail, { kind: 'offer', from }).length === 0",
    reader: 'action "offer"',
  },
  { at: placeOf('filter(isYes)'), instead: "where(mail, { kind: 'yes', round })", reader: 'property "at most all"' },
  {
    at: placeOf('mail) {'),
    instead: "for (const message of where(s.mail, { kind: 'offer' }))",
    reader: 'property "six offers"',
  },
  { at: placeOf('filter(isReady)'), instead: "where(s.mail, { kind: 'offer' })", reader: 'property "imported"' },
  {
    at: placeOf('sent(s, (message)'),
    instead: `sent(s, { kind: 'yes', round: 2 }) with where(s.mail, pattern) in "sent"`,
    reader: 'property "few"',
  },
]

describe('a specification whose closures look at all of a set', () => {
  const folder = folderWith(files)
  let ended: Ended

  beforeAll(async () => {
    const reporters = ['sarif:log.sarif', 'github:annotations'].flatMap((each) => ['--reporter', each])
    ended = await ackproof(
      ['check', 'ballots.ack.ts', '--no-types', '--stats', '--strict', '--json', 'report.json', ...reporters],
      { folder },
    )
  })

  it('has a finding for each line, with the pattern to write, which fails no strict check', () => {
    expect(ended).toMatchObject({ code: 0 })
    const lines = ended.stdout.split('\n').filter((line) => line.includes('[read-whole]'))
    expect(lines).toHaveLength(expected.length)
    for (const { at, instead, reader } of expected) {
      const line = lines.find((each) => each.includes(`(${at})`))
      expect(line, at).toContain(`looks at all of "mail", so that ${reader} ran `)
      expect(line).toContain(`write \`${instead}\``)
      expect(line).toMatch(/^ {2}◷ slow/)
    }
  })

  it('says so in the statistics of the scenario', () => {
    const [, statistics = ''] = ended.stdout.split('what makes it slow')
    expect(statistics.split('\n').slice(1, 6).join('\n')).toContain(placeOf('filter(isYes)'))
  })

  it('is in the report, in a SARIF log and in annotations, each at its line', () => {
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
    const { suites } = JSON.parse(read('report.json'))
    const places = suites[0].findings.map(({ location }: { readonly location: string }) => location)
    expect(places.toSorted()).toEqual(expected.map(({ at }) => at).toSorted())
    const log = JSON.parse(read('log.sarif'))
    expect(sarifProblems(log)).toEqual([])
    const results = log.runs[0].results as readonly {
      readonly ruleId: string
      readonly level: string
      readonly locations: readonly { readonly physicalLocation: { readonly region: { readonly startLine: number } } }[]
    }[]
    expect(results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual(expected.map(() => 'slow note'))
    const lineOf = (at: string): number => Number(at.split(':')[1])
    expect(results.map(({ locations }) => locations[0]?.physicalLocation.region.startLine).toSorted()).toEqual(
      expected.map(({ at }) => lineOf(at)).toSorted(),
    )
    const annotations = read('annotations').trimEnd().split('\n')
    for (const { at } of expected) {
      const [file, line, column] = at.split(':')
      expect(annotations).toContainEqual(expect.stringContaining(`::notice file=${file},line=${line},col=${column},`))
    }
  })
})

it('has no finding once it is written by pattern, and runs its functions less', async () => {
  const text = source
    .replace(
      "!s.mail.some((message) => message.kind === 'offer' && message.from === from)",
      "where(s.mail, { kind: 'offer', from }).length === 0",
    )
    .replace(
      /mail\s+\.filter\(isYes\)\s+\.filter\(\(yes\) => yes\.round === round\)/,
      "where(mail, { kind: 'yes', round })",
    )
    .replace('of s.mail) {', "of where(s.mail, { kind: 'offer' })) {")
    .replace(
      "sent(s, (message) => message.kind === 'yes' && message.round === 2)",
      "where(s.mail, { kind: 'yes', round: 2 })",
    )
    .replace('s.mail.filter(isReady)', "where(s.mail, { kind: 'offer' })")
    .replace('import { has,', 'import { has, where,')
    .replace('mail: readonly Message[], round', 'mail: Pool, round')
    .replace('const members', 'type Pool = ReturnType<typeof set<Message>>\nconst members')
  const { code, stdout } = await ackproof(['check', 'ballots.ack.ts', '--no-types', '--stats'], {
    folder: folderWith({ ...files, 'ballots.ack.ts': text }),
  })
  expect(code).toBe(0)
  expect(stdout).not.toContain('◷ slow')
  expect(stdout).not.toContain('what makes it slow')
})
