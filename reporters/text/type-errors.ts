/** What the compiler says of the specifications, as lines for a terminal. */
import { visible } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { RunError } from '../../runs/session/ended-run.ts'
import type { Colors } from '../colors.ts'
import { asItIs, relativeTo } from '../json/relative-location.ts'

const mostTold = 20

/** `file:line:column  message`, with the lines that go on below it. `root` is the folder that paths are told from; null = as they are. */
export function typeErrorLines(errors: readonly RunError[], root: string | null, colors: Colors): readonly string[] {
  if (errors.length === 0) return []
  const at = root === null ? asItIs : relativeTo(root)
  const told = errors.slice(0, mostTold).flatMap(({ message, location }) => {
    const [first = '', ...further] = message.split('\n').map(visible)
    const place = location === null ? '' : `${colors.cyan(visible(at(location) ?? ''))}  `
    return [`  ${place}${first}`, ...further.map((line) => `    ${line}`)]
  })
  const left = errors.length - mostTold
  return [
    '',
    colors.red(plural(errors.length, 'type error')),
    ...told,
    ...(left > 0 ? [`  and ${left} more; --json FILE writes all`] : []),
  ]
}
