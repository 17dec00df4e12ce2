/** The index of the gallery, in words. */
import { switchesBetween } from '../../live/reproduce/row.ts'
import { inline } from '../../reporters/formats/markdown-text.ts'
import type { AnySuite, Scenario } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { type Break, breaksOf, type Exhibit, stemOf } from './exhibits.ts'

const longest = 1_000

/** Ends with a newline. */
export function indexPage(suites: readonly AnySuite[], exhibitOf: (broken: Break) => Exhibit): string {
  const chapters = suites.map((suite) => ({ suite, breaks: breaksOf(suite) })).filter(({ breaks }) => breaks.length > 0)
  return [
    '# How it breaks',
    '',
    'For each row that breaks the promise it is about: the shortest story of the break. Each was found by the checker, and is taken',
    'again step by step from an initial state before it is written here. `txt` is what `ackproof check` prints, `svg` and `dot` are its sequence',
    'diagram, `mmd` is the same for Mermaid, and `json` has every state, the arguments of every step, and why each was needed.',
    '`npm run gallery` writes all of it.',
    ...chapters.flatMap(({ suite, breaks }) => [
      '',
      `## ${inline(suite.name, longest)}`,
      '',
      '| row | what happens | what stops it | |',
      '| --- | --- | --- | --- |',
      ...breaks.map((broken) => line(suite, broken, exhibitOf(broken))),
    ]),
    '',
  ].join('\n')
}

function line(suite: AnySuite, broken: Break, { explanation }: Exhibit): string {
  const stem = stemOf(broken)
  const files = ['txt', 'svg', 'dot', 'mmd', 'json'].map((ending) => `[${ending}](${stem}.${ending})`).join(' ')
  const cells = [broken.scenario.name, explanation?.headline ?? '', stoppedBy(suite, broken)]
  return `| ${cells.map((cell) => inline(cell, longest)).join(' | ')} | ${files} |`
}

/** Switches, each of which keeps the promise where all else is the same, faults too. */
function stoppedBy({ scenarios }: AnySuite, { scenario, promise }: Break): string {
  const budgets = faultsOf(scenario)
  return scenarios
    .filter((other) => other.expect[promise]?.verdict === 'holds')
    .flatMap((other) => {
      const [key, ...more] = switchesBetween(scenario, other)
      return key === undefined || more.length > 0 || budgets.includes(key)
        ? []
        : [`${key}: ${valueText(other.configuration[key])}`]
    })
    .join('; or ')
}

/** Keys of the configuration that say how many faults there may be: what is left of them is a variable. */
function faultsOf({ definition }: Scenario): readonly string[] {
  const [first] = new PlainWorld(definition).initialStates()
  return Object.keys((first?.faults as object | undefined) ?? {})
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
