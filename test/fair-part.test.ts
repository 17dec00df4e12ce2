/** Fairness of a part of an action, from the declaration to the explanation of a loop. */
import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { tell } from '../counterexamples/explain.ts'
import { suiteLines } from '../reporters/text/specification.ts'
import { outlineOf } from '../runs/port/outline.ts'
import { type SpecDefinition, SpecError, specify, suite, type Trace } from '../spec/language/index.ts'

/** A book is lent again and again, and the reader may keep it. */
const library = () =>
  specify('library', { place: 'shelf' as 'shelf' | 'reader' | 'lost', isDue: false, reminders: 0 })
    .action('lend')
    .when((s) => s.place === 'shelf')
    .changes(() => ({ place: 'reader', isDue: false }))
    .action('fall due')
    .when((s) => s.place === 'reader')
    .changes(() => ({ isDue: true }))
    .action('remind')
    .over('by', ['mail', 'phone'])
    .when((s) => s.place === 'reader' && s.reminders < 2)
    .changes((s) => ({ reminders: s.reminders + 1 }))
    .action('return')
    .when((s) => s.place === 'reader')
    .changes(() => ({ place: 'shelf', isDue: false, reminders: 0 }))
    .leadsTo(
      'what is lent comes back',
      (s) => s.place === 'reader',
      (s) => s.place === 'shelf',
    )

const resultOf = (definition: SpecDefinition) => check(definition, { exhaust: true })
const fairnessOf = (definition: SpecDefinition): readonly (readonly [string, string])[] => {
  const [property] = resultOf(definition).properties
  const trace = property?.trace as Trace
  const told = tell(definition, { property: 'what is lent comes back', kind: 'leads-to', part: null, trace })
  return told.fairness.map(({ label, detail }) => [label, detail] as const)
}

const problemOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof SpecError) return error.message
  }
  return 'no error'
}

describe('fairness of a part of an action', () => {
  it('is assumed of no step of which the condition is false', () => {
    const whole = library().fair('weak', 'return').definition
    const ofDue = library().fair('weak', 'return', (s) => s.isDue).definition
    const alsoDue = library()
      .fair('weak', 'fall due')
      .fair('weak', 'return', (s) => s.isDue).definition
    const results = [whole, ofDue, alsoDue].map(resultOf)
    expect(results.map(({ properties }) => properties[0]?.verdict)).toEqual(['holds', 'violated', 'holds'])
    expect(new Set(results.map(({ states }) => JSON.stringify(states))).size).toBe(1)
  })

  it('is named in the explanation of a loop, with what the condition has to do with it', () => {
    expect(fairnessOf(library().fair('weak', 'return', (s) => s.isDue).definition)).toContainEqual([
      'weak fairness of return, where its condition is true',
      'enabled after step 1, but its condition is false there',
    ])
    expect(
      fairnessOf(library().fair('strong', 'remind', 'by', (s, { by }) => s.isDue && by === 'mail').definition),
    ).toContainEqual([
      'strong fairness of remind(by: phone), where its condition is true',
      'enabled after step 1, but its condition is false there',
    ])
  })

  it('sees the arguments, of each action of a list', () => {
    const { definition } = library().fair('weak', ['remind', 'return'], (s, args) =>
      'by' in args ? args.by === 'mail' : s.reminders > 0,
    )
    expect(definition.fairness).toMatchObject([{ actions: ['remind', 'return'], parameters: [] }])
    // A reminder stays possible until there were two, and then the book comes back.
    expect(resultOf(definition).properties[0]?.verdict).toBe('holds')
  })

  it('is shown for what it is', () => {
    const outline = outlineOf(
      suite(
        'library',
        library().fair('weak', 'return', (s) => s.isDue),
      ),
    )
    expect(suiteLines(outline, { colors: pc.createColors(false), width: 100 })).toContain(
      '  weak: return happens when it stays enabled, as far as its condition is true',
    )
  })

  it('has one condition, at the end, which is true or false', () => {
    const fair = (...rest: unknown[]) =>
      (library() as unknown as { fair(...all: unknown[]): { readonly definition: SpecDefinition } }).fair(
        'weak',
        'remind',
        ...rest,
      )
    expect(problemOf(() => fair(() => true, 'by'))).toMatch(
      /fair\(\) is given a function among the names of parameters/,
    )
    expect(problemOf(() => fair(5))).toMatch(/fair\(\) is given a number among the names of parameters/)
    expect(problemOf(() => check(fair(() => 1).definition, {}))).toMatch(
      /the condition of fairness of action "remind" \(by: "mail"\).*the condition returned 1\. It must return true or false/,
    )
    expect(problemOf(() => check(fair(() => Math.random() < 2).definition, {}))).toMatch(/Math\.random/)
  })
})
