/** Numbers in sentences, the same in every locale. */

/** `1,745,408`. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 state`, `1,200 states`; `many` is for nouns that take no `s`. */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`
}

/** `0.01`, `12.3`, `431`: seconds with as many digits as matter. */
export function secondsText(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : count(Math.round(value))
}

/** `350 MB`, `1.2 GB`. */
export function bytesText(bytes: number): string {
  const megabytes = bytes / 2 ** 20
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1024).toFixed(1)} GB`
}
