// Compiler settings shared by the build, the tests and svelte-check. Runes only: no old syntax.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
}
