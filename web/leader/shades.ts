// Five shades for the map of communes: equal shares of the communes for counts, fixed steps for
// per cent. A value of nothing, or too few cases for a per cent, gets no shade.

export const k_shades = 5
export const k_share_steps: readonly number[] = [0.6, 0.8, 0.9, 0.95]

/** The lowest value of each shade; ascending and distinct, so there may be fewer than five. */
export function steps(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  if (sorted.length === 0) return []
  const lows = Array.from(
    { length: k_shades },
    (_, i) => sorted[Math.floor((i * sorted.length) / k_shades)]!,
  )
  return [...new Set(lows)]
}

/** 1 to 5 for a value, 0 for none. */
export function shadeOf(value: number, lows: readonly number[]): number {
  let shade = 0
  for (const low of lows) if (value >= low && value > 0) shade += 1
  return shade
}

/** Fewer steps than shades still run from the palest to the darkest. */
export function spread(shade: number, classes: number): number {
  if (shade === 0 || classes >= k_shades) return shade
  if (classes === 1) return 3
  return Math.round(1 + ((shade - 1) * (k_shades - 1)) / (classes - 1))
}
