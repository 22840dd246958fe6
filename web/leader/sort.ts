// Order of a table's rows by a column. Rows without a value stand last in either direction.

export type Sortable = string | number | null
export interface Order {
  column: string
  down: boolean
}

export function sorted<Row>(
  rows: readonly Row[],
  value: (row: Row) => Sortable,
  down: boolean,
): Row[] {
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    if (typeof x === 'string' || typeof y === 'string')
      return sign * String(x).localeCompare(String(y), 'vi')
    return sign * (x - y)
  })
}
