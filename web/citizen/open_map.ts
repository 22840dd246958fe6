// Opens a map whose code comes when it is needed. The screen may be left before the map is there:
// it is closed then too.
export function openMap<Made extends { close: () => void }>(
  make: () => Promise<Made>,
  opened: (map: Made) => void,
  failed: () => void,
): () => void {
  let gone = false
  let map: Made | null = null
  make().then(
    (made) => {
      if (gone) return made.close()
      map = made
      opened(made)
    },
    () => {
      if (!gone) failed()
    },
  )
  return () => {
    gone = true
    map?.close()
  }
}
