/** `array` itself if it has `room` places, else a copy at least twice as long. For tables that grow as they fill. */
export function withRoom(array: Int32Array, room: number): Int32Array {
  if (room <= array.length) return array
  const larger = new Int32Array(Math.max(room, array.length * 2))
  larger.set(array)
  return larger
}
