/** Offset of the first character from here on that is neither blank nor in a comment. */
export function afterTrivia(text: string, from: number): number {
  const trivia = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n|$))*/y
  trivia.lastIndex = from
  trivia.exec(text)
  return trivia.lastIndex
}
