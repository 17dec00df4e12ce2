/**
 * What is asked of a `URL`, which is one of these. That name belongs to browsers and to Node: whoever compiles against the
 * package may have the types of neither.
 */
export interface FileUrl {
  readonly href: string
  readonly protocol: string
  readonly pathname: string
}
