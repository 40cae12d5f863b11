/** When which series is to be looked at although no sample came: a binary heap, earliest first, then by key. */
export type Timer = [at: number, key: string]

export function pushTimer(heap: Timer[], timer: Timer): void {
  let n = heap.push(timer) - 1
  while (n > 0) {
    const parent = (n - 1) >> 1
    if (!isBefore(timer, heap[parent]!)) break
    heap[n] = heap[parent]!
    n = parent
  }
  heap[n] = timer
}

export function popTimer(heap: Timer[]): Timer | undefined {
  const [first] = heap
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  let n = 0
  for (;;) {
    let child = 2 * n + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
    if (!isBefore(heap[child]!, last)) break
    heap[n] = heap[child]!
    n = child
  }
  heap[n] = last
  return first
}

const isBefore = (a: Timer, b: Timer): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
