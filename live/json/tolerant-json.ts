/**
 * JSON as fastjson 1.x writes it, which brokers use for their files and for the bodies of answers: a map whose keys are numbers
 * has them without quotes, `{"offsetTable":{"T@G":{0:2}}}`.
 */

/** A text in quotes, which is left alone, or a number where a key stands. */
const textOrNumericKey = /"(?:[^"\\]|\\.)*"|(?<=[{,]\s*)(-?\d+)(?=\s*:)/gs

/**
 * Reads JSON whose numeric keys may lack their quotes; keys come out as texts, as they do of `JSON.parse`. Integers beyond
 * 2^53 lose digits, as there. Throws a `SyntaxError`.
 */
export function parseTolerantJson(text: string): unknown {
  return JSON.parse(
    text.replace(textOrNumericKey, (found, key: string | undefined) => (key === undefined ? found : `"${key}"`)),
  )
}

/** The object of that name in an object; empty where there is none, or something else. */
export function objectIn(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const inner = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return isObject(inner) ? inner : {}
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
