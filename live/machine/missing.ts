/** Something that this machine lacks. Whoever wanted to run says so in one line, and leaves the run out: it has not failed. */
export class Missing extends Error {
  override readonly name = 'Missing'
}
