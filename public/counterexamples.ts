/** Stories of broken promises as text, data and pictures: the public entry `ackproof/counterexamples`. */
export * from '../counterexamples/index.ts'
export { type Drawing, RenderError, type RenderOptions, renderSvg } from '../node/dot/render-svg.ts'
