// The province as the server describes it (fields, areas, limits), loaded once per page.
import { config as load, type Config, type Schemas } from '../client'
import { own } from '../i18n.svelte'
import { setServerTime } from './clock.svelte'

const state = $state<{ config: Config | null }>({ config: null })

export function province(): Config | null {
  return state.config
}

export async function loadProvince(): Promise<void> {
  state.config = await load()
  setServerTime(state.config.now)
}

/** The name of a sub-field, else of its field, else the code. */
export function kindName(field: string, sub_field: string | null): string {
  const found = state.config?.fields.find((f) => f.code === field)
  if (!found) return sub_field ?? field
  const sub = found.sub_fields.find((s) => s.code === sub_field)
  return own(sub ?? found)
}

export function fieldName(field: string): string {
  const found = state.config?.fields.find((f) => f.code === field)
  return found ? own(found) : field
}

export type FieldInfo = Schemas['FieldInfo']
