// A search whose first pages are empty goes on by itself, and never ends in "nothing" while there
// is more to look at.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { k_no_search, QueueStore } from './queue.svelte'

const row = (id: string) => ({ id, code: id, version: 1, submitted_at: 1, due_at: null })

function answers(pages: { items: { id: string }[]; next: string | null }[]) {
  let asked = 0
  vi.stubGlobal('fetch', () => {
    const page = pages[Math.min(asked++, pages.length - 1)]!
    const body = { list: 'all', counts: {}, found: { count: 0, more: true }, at: 1, ...page }
    return Promise.resolve(
      new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } }),
    )
  })
  return () => asked
}
afterEach(() => vi.unstubAllGlobals())

describe('a search over many old reports', () => {
  it('looks on until something is found', async () => {
    const asked = answers([
      { items: [], next: 'a' },
      { items: [], next: 'b' },
      { items: [row('one')], next: 'c' },
    ])
    const store = new QueueStore()
    await store.open('all', { ...k_no_search, q: 'mùi hôi' })
    expect(store.rows.map(({ id }) => id)).toEqual(['one'])
    expect(asked()).toBe(3)
    expect(store.more).toBe(true)
  })
  it('stops after a while and says that there is more', async () => {
    const asked = answers([{ items: [], next: 'a' }])
    const store = new QueueStore()
    await store.open('all', { ...k_no_search, q: 'mùi hôi' })
    expect(store.rows).toEqual([])
    expect(asked()).toBe(5)
    expect(store.more).toBe(true)
  })
  it('ends where there is no more', async () => {
    const asked = answers([{ items: [], next: null }])
    const store = new QueueStore()
    await store.open('all', { ...k_no_search, q: 'mùi hôi' })
    expect(asked()).toBe(1)
    expect(store.more).toBe(false)
  })
})
