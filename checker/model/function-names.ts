/** How a user's function is named in errors and statistics. */

export interface FunctionName {
  readonly kind: 'action' | 'domain' | 'derived' | 'property' | 'constraint' | 'fairness' | 'initial'
  /** Action, derived value, property or constraint it belongs to. */
  readonly name: string
  /** Arguments, key or step it runs with, ready to print; '' where there are none. */
  readonly detail: string
}

/** `action "deliver" (message: {"type":"commit"})`. */
export function describeFunction({ kind, name, detail }: FunctionName): string {
  const suffix = detail === '' ? '' : ` (${detail})`
  switch (kind) {
    case 'domain':
      return `a parameter's domain of action "${name}"${suffix}`
    case 'derived':
      return `derived value "${name}"${suffix}`
    case 'fairness':
      return `the condition of fairness of action "${name}"${suffix}`
    case 'initial':
      return 'the initial states'
    default:
      return `${kind} "${name}"${suffix}`
  }
}

const MAX_VALUE_LENGTH = 200

/** `rm: "rm1", message: {"type":"commit"}`. */
export function describeArguments(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${describeValue(value)}`)
    .join(', ')
}

export function describeValue(value: unknown, longest = MAX_VALUE_LENGTH): string {
  const text = textOf(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // A bigint, or a value that contains itself: only mistakes have one.
    return String(value)
  }
}
