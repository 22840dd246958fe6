// Single keys of the console. Never while one types, in a dialog or with a modifier; they can be
// switched off (WCAG 2.1.4), except ? and Esc.

const k_remembered = 'camaug.keys'
function read(): boolean {
  try {
    return localStorage.getItem(k_remembered) !== 'off'
  } catch {
    return true
  }
}
const state = $state({ on: read() })

export function keysOn(): boolean {
  return state.on
}

export function setKeys(on: boolean): void {
  state.on = on
  try {
    localStorage.setItem(k_remembered, on ? 'on' : 'off')
  } catch {
    // Holds for this visit then.
  }
}

/** Whether a key meant for the page was typed into something that needs it itself. */
export function typing(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  const field = target.closest('input, textarea, select, [contenteditable], [role="listbox"]')
  if (field) return !(key === 'Escape' && target.id === 'queue-search')
  if (target.closest('.leaflet-container')) return key !== 'Escape'
  return key === 'Enter' && target.closest('a, button, summary') !== null
}

export function onKeys(use: (key: string) => boolean): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
    if (document.querySelector('dialog[open]') || typing(event.target, event.key)) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (use(key)) event.preventDefault()
  }
  addEventListener('keydown', hear)
  return () => removeEventListener('keydown', hear)
}
