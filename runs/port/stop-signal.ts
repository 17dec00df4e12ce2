/**
 * What is asked of an `AbortSignal`, which is one of these. That name belongs to browsers and to Node: whoever compiles
 * against the package may have the types of neither.
 */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}
