// Rectangles over a photo in ten-thousandths of its width and height: drawn, moved and resized,
// always inside the picture and never smaller than can be seen.

export interface Rectangle {
  x: number
  y: number
  w: number
  h: number
}
export const k_whole = 10_000
const k_least = 200

const clamp = (value: number, low: number, high: number) =>
  Math.round(Math.min(high, Math.max(low, value)))

export function inside(rectangle: Rectangle): Rectangle {
  const w = clamp(rectangle.w, k_least, k_whole)
  const h = clamp(rectangle.h, k_least, k_whole)
  return { x: clamp(rectangle.x, 0, k_whole - w), y: clamp(rectangle.y, 0, k_whole - h), w, h }
}

/** From two corners given as shares of the picture (0 to 1), in any order. */
export function between(ax: number, ay: number, bx: number, by: number): Rectangle {
  const share = (value: number) => Math.min(1, Math.max(0, value)) * k_whole
  const [left, right] = [share(Math.min(ax, bx)), share(Math.max(ax, bx))]
  const [top, bottom] = [share(Math.min(ay, by)), share(Math.max(ay, by))]
  return inside({ x: left, y: top, w: right - left, h: bottom - top })
}

/** Arrow keys move; with `resize` they change the size. Null for any other key. */
export function byKey(rectangle: Rectangle, key: string, resize: boolean): Rectangle | null {
  const step = 200
  const dx = key === 'ArrowRight' ? step : key === 'ArrowLeft' ? -step : 0
  const dy = key === 'ArrowDown' ? step : key === 'ArrowUp' ? -step : 0
  if (dx === 0 && dy === 0) return null
  const { x, y, w, h } = rectangle
  if (!resize) return inside({ x: x + dx, y: y + dy, w, h })
  return inside({ x, y, w: Math.min(w + dx, k_whole - x), h: Math.min(h + dy, k_whole - y) })
}
