/** `450 ms`, `36 s`, `7.6 min`, `4.2 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  if (ms < 120_000) return `${rounded(ms / 1000)} s`
  return ms < 7_200_000 ? `${rounded(ms / 60_000)} min` : `${rounded(ms / 3_600_000)} h`
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
