// What the phone keeps: drafts, reports that wait for the network, followed reports with their
// secrets, the last configuration. Only IndexedDB; a browser without it works for this visit.

export type Store = 'kv' | 'drafts' | 'outbox' | 'mine'
export type Write = [Store, 'put', { id: string }] | [Store, 'delete', string]

const k_name = 'camaug'
const k_stores: Store[] = ['kv', 'drafts', 'outbox', 'mine']

let opened: Promise<IDBDatabase | null> | null = null
const memory: Record<Store, Map<string, unknown>> = {
  kv: new Map(),
  drafts: new Map(),
  outbox: new Map(),
  mine: new Map(),
}

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(k_name, 1)
      request.onupgradeneeded = () => {
        for (const store of k_stores) request.result.createObjectStore(store, { keyPath: 'id' })
      }
      request.onsuccess = () => {
        request.result.onversionchange = () => {
          request.result.close()
          opened = null
        }
        resolve(request.result)
      }
      request.onerror = () => resolve(null)
      request.onblocked = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
  return opened
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

export async function all<T>(store: Store): Promise<T[]> {
  const db = await open()
  if (!db) return [...memory[store].values()] as T[]
  return answer(db.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>)
}

export async function get<T>(store: Store, id: string): Promise<T | undefined> {
  const db = await open()
  if (!db) return memory[store].get(id) as T | undefined
  return answer(db.transaction(store).objectStore(store).get(id) as IDBRequest<T | undefined>)
}

/** All or nothing; answers once it is on disk. Rejects with QuotaExceededError when full. */
export async function write(writes: Write[]): Promise<void> {
  const db = await open()
  if (!db) {
    for (const [store, what, value] of writes)
      if (what === 'put') memory[store].set(value.id, value)
      else memory[store].delete(value)
    return
  }
  const stores = [...new Set(writes.map(([store]) => store))]
  const transaction = db.transaction(stores, 'readwrite')
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = transaction.onerror = () =>
      reject(transaction.error ?? new Error('aborted'))
  })
  for (const [store, what, value] of writes)
    if (what === 'put') transaction.objectStore(store).put(value)
    else transaction.objectStore(store).delete(value)
  return done
}

export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}
