import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { drawWithDot, isDotThere } from './dot-command.ts'
import { drawWithViz } from './viz-worker.ts'

export interface RenderOptions {
  /** Patience with each of the two renderers, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** Graphviz's command; null = do not try it. Default `dot`. A trusted name or path: it is run. */
  readonly dotCommand?: string | null
}

export interface Drawing {
  readonly svg: string
  readonly renderer: 'dot' | 'viz.js'
  /** Why the first choice, Graphviz's own `dot`, did not draw it; null where it did. */
  readonly note: string | null
}

/** Neither renderer could draw it. The message has the reasons of both. */
export class RenderError extends Error {
  override readonly name = 'RenderError'
}

/**
 * Draws Graphviz text as SVG: with `dot` where there is one, else with the WebAssembly build of Graphviz that comes
 * along. A `dot` that fails, hangs, floods or prints something else costs the time-out at most.
 */
export async function renderSvg(dot: string, options: RenderOptions = {}): Promise<Drawing> {
  const timeoutMs = options.timeoutMs ?? 10_000
  const command = options.dotCommand === undefined ? 'dot' : options.dotCommand
  const byDot = command === null ? 'Graphviz was not asked for' : await tryDot(dot, command, timeoutMs)
  if (typeof byDot !== 'string') return { svg: byDot.svg, renderer: 'dot', note: null }
  try {
    const svg = svgIn(await drawWithViz(dot, timeoutMs))
    if (svg === null) throw new Error('its output is not SVG')
    return { svg, renderer: 'viz.js', note: `drawn by the built-in Graphviz, because ${byDot}` }
  } catch (error) {
    throw new RenderError(
      `the diagram could not be drawn: ${byDot}; the built-in Graphviz failed too: ${reasonOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

/** The SVG, or in words why there is none. */
async function tryDot(dot: string, command: string, timeoutMs: number): Promise<{ readonly svg: string } | string> {
  if (!(await isDotThere(command, timeoutMs))) return `there is no working "${command}" command`
  try {
    const svg = svgIn(await drawWithDot(dot, command, timeoutMs))
    return svg === null ? `"${command}" printed something that is not SVG` : { svg }
  } catch (error) {
    return `"${command}" failed: ${reasonOf(error)}`
  }
}

/** The document as it is, or null where the text is none. */
function svgIn(output: string): string | null {
  const isDocument = /^\s*<(?:\?xml|!DOCTYPE|!--|svg)/.test(output) && output.includes('<svg')
  return isDocument && output.trimEnd().endsWith('</svg>') ? output : null
}

function reasonOf(error: unknown): string {
  const reason = oneLine(error instanceof Error ? error.message : String(error))
  return reason.length > 300 ? `${reason.slice(0, 299)}…` : reason
}
