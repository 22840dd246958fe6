// The choices of the form without JavaScript. Empty in the browser: a page with a script never
// needs them; scripts/prerender.mjs fills them at build time.
export const plain: {
  tiles: { code: string; vi: string }[]
  communes: { id: string; full_name: string }[]
} = { tiles: [], communes: [] }
