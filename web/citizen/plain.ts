// The choices and words of the form without JavaScript. Empty in the browser: a page with a script
// never needs them; prerender.ts fills them at build time.
export interface Plain {
  tiles: { code: string; vi: string }[]
  communes: { id: string; full_name: string }[]
  words: Record<
    | 'what'
    | 'choose'
    | 'more'
    | 'commune'
    | 'landmark'
    | 'phone'
    | 'consent_call'
    | 'private'
    | 'send',
    string
  >
}

export const plain = { tiles: [], communes: [], words: {} } as unknown as Plain
