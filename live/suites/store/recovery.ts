/** The end of a restart: what the index makes of the log that recovery has found. */

interface Recovery {
  /** Whether consumers see all that stands in the log. */
  readonly isAllShown: () => Promise<boolean>
  /** The index gets one record; false where a whole round of its thread found none. */
  readonly dispatch: () => Promise<boolean>
}

/** Comes back when all is shown, or nothing more comes into the index: then what consumers see is what recovery has left them. */
export async function indexed({ isAllShown, dispatch }: Recovery): Promise<void> {
  while (!(await isAllShown())) {
    if (!(await dispatch())) return
  }
}
