// The agencies valid today, loaded once when something first needs a name or a choice.
import { call, type Schemas } from '../client'
import { guard } from './session.svelte'

export type Agency = Schemas['Agency']
const state = $state<{ items: Agency[]; failed: boolean }>({ items: [], failed: false })
let loading: Promise<void> | null = null

export function agencies(): Agency[] {
  return state.items
}

export function loadAgencies(): Promise<void> {
  loading ??= guard(call<{ items: Agency[] }>('/api/v1/desk/agencies')).then(
    (answer) => {
      state.items = answer.items
      state.failed = false
    },
    () => {
      state.failed = true
      loading = null
    },
  )
  return loading
}

export function agencyName(code: string): string {
  return state.items.find((agency) => agency.code === code)?.name ?? code
}
