import { describe, expect, it } from 'vitest'
import { oneMoreReporter, type Reporter, reportsOf } from './reports.ts'

const reporters = (...values: readonly string[]): readonly Reporter[] =>
  values.reduce<readonly Reporter[]>((before, value) => oneMoreReporter(value, before), [])
const onGithub = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/tmp/summary.md' }
const none = { files: [], onStdout: [], hasAnnotations: false, summaryPath: null }

describe('reporters', () => {
  it('are none where nobody asks for any', () => {
    expect(reportsOf(null, null, {})).toEqual(none)
  })

  it('go to stdout without a file, as --json - does', () => {
    expect(reportsOf(reporters('junit'), null, {})).toEqual({ ...none, onStdout: ['junit'] })
    expect(reportsOf(null, '-', {})).toEqual({ ...none, onStdout: ['json'] })
    expect(reportsOf(reporters('sarif:-'), '-', {})).toEqual({ ...none, onStdout: ['sarif', 'json'] })
  })

  it('go to their files, which may have a colon in their names', () => {
    expect(reportsOf(reporters('junit:a.xml', 'text:C:\\a b.txt'), 'r.json', {})).toEqual({
      ...none,
      files: [
        { format: 'junit', path: 'a.xml', option: '--reporter junit' },
        { format: 'text', path: 'C:\\a b.txt', option: '--reporter text' },
        { format: 'json', path: 'r.json', option: '--json' },
      ],
    })
  })

  it('are those of GitHub in its actions, unless others are named', () => {
    expect(reportsOf(null, null, onGithub)).toEqual({ ...none, hasAnnotations: true, summaryPath: '/tmp/summary.md' })
    expect(reportsOf(null, null, { GITHUB_ACTIONS: 'true' })).toEqual({ ...none, hasAnnotations: true })
    expect(reportsOf(reporters('text'), null, onGithub)).toEqual({ ...none, onStdout: ['text'] })
    expect(reportsOf(reporters('github', 'junit'), null, onGithub)).toEqual({
      ...none,
      onStdout: ['junit'],
      hasAnnotations: true,
      summaryPath: '/tmp/summary.md',
    })
    expect(reportsOf(null, 'r.json', onGithub).hasAnnotations).toBe(true)
  })

  it('write no step summary outside GitHub, where the variable may be set to nothing', () => {
    expect(reportsOf(reporters('github'), null, { GITHUB_STEP_SUMMARY: '' })).toEqual({ ...none, hasAnnotations: true })
  })

  it.each([
    ['junitt', 'There is no reporter "junitt"; did you mean "junit"?'],
    ['xml:a.xml', 'There is no reporter "xml"; there are: text, json, junit, sarif, github, markdown'],
    ['', 'There is no reporter ""'],
    ['junit:', 'Expected a file after the colon, as in junit:FILE.'],
    ['JUnit', 'There is no reporter "JUnit"; did you mean "junit"?'],
  ])('%j is none', (value, problem) => {
    expect(() => reporters(value)).toThrow(problem)
  })
})
