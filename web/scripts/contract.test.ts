// The generated types are those of the contract: whoever changes api/openapi.yaml runs
// `npm run generate`.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapi, { astToString } from 'openapi-typescript'
import { expect, it } from 'vitest'

// @vitest-environment node
it('shared/api.d.ts is current', { timeout: 60_000 }, async () => {
  const here = dirname(fileURLToPath(import.meta.url))
  const contract = pathToFileURL(join(here, '../../api/openapi.yaml'))
  const made = astToString(await openapi(contract))
  const kept = readFileSync(join(here, '../shared/api.d.ts'), 'utf8')
  expect(kept.endsWith(made)).toBe(true)
})
